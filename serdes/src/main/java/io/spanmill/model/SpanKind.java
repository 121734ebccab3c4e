package io.spanmill.model;

/** OTLP's span kinds; the ordinal is OTLP's number. */
public enum SpanKind {
  UNSPECIFIED,
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER;

  /** The name as OTLP/JSON and the Collector write it: {@code SPAN_KIND_SERVER}. */
  public String otlpName() {
    return "SPAN_KIND_" + name();
  }
}
