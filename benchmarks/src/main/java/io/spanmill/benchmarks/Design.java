package io.spanmill.benchmarks;

import java.util.List;

/** Who drains: Spanmill, or a design that it has beaten. */
enum Design {
  /** What this project is. */
  SPANMILL(
      "io.spanmill.topology.cli.Main", List.of("-spans", "-red-sums", "-edge-sums", "-error-sums")),

  /** Every span a record; traces in RocksDB with a changelog. */
  SPAN_PER_RECORD("io.spanmill.alternatives.SpanPerRecord", List.of("-spans")),

  /** What a request has of a trace is a record; traces in RocksDB with a changelog. */
  CHUNK_PER_RECORD("io.spanmill.alternatives.ChunkPerRecord", List.of("-spans"));

  private final String main;
  private final List<String> stages;

  Design(String main, List<String> stages) {
    this.main = main;
    this.stages = stages;
  }

  /** The class whose {@code main} takes {@code run --config FILE}. */
  String main() {
    return main;
  }

  /** The topics between input and end, in the order in which one thing comes of the other. */
  List<String> stages(String name) {
    return stages.stream().map(stage -> name + stage).toList();
  }
}
