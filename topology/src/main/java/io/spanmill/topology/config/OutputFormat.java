package io.spanmill.topology.config;

/** How decisions, RED and edges are spelled in their topics. */
public enum OutputFormat {
  JSON,
  /** In Confluent's wire format: the schema's id in a registry, then the record. */
  AVRO
}
