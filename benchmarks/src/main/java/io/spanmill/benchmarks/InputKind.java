package io.spanmill.benchmarks;

import java.util.List;

/** How the requests of a load stand in the input. */
enum InputKind {
  /** As they come, in any partition. */
  MIXED,

  /** Divided by partition, by Spanmill's own rule: as its source for Kafka Connect can do. */
  PARTITIONED,

  /** Divided by trace, with its id as key: as the Collector's Kafka exporter can do. */
  BY_TRACE;

  /** Whether the pipeline can go without a spans topic. */
  boolean isByTrace() {
    return this != MIXED;
  }

  /** What has to be configured for it. */
  List<String> config() {
    return isByTrace() ? List.of("input: {partitioned_by: trace_id}") : List.of();
  }
}
