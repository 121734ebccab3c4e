package io.spanmill.benchmarks;

import java.util.List;

/** Who works the load off: Spanmill, or a design that it has beaten. */
enum Design {
  /** What this project is. */
  SPANMILL("io.spanmill.topology.cli.Main"),

  /** Every span a record; traces in RocksDB with a changelog. */
  SPAN_PER_RECORD("io.spanmill.alternatives.SpanPerRecord"),

  /** What a request has of a trace is a record; traces in RocksDB with a changelog. */
  CHUNK_PER_RECORD("io.spanmill.alternatives.ChunkPerRecord");

  private final String main;

  Design(String main) {
    this.main = main;
  }

  /** The class whose {@code main} takes {@code run --config FILE}. */
  String main() {
    return main;
  }

  /** The topics between input and end, in the order in which one thing comes of the other. */
  List<String> stages(String name) {
    return this == SPANMILL ? List.of(name + "-spans", name + "-sums") : List.of(name + "-spans");
  }
}
