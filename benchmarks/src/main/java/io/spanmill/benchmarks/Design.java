package io.spanmill.benchmarks;

import java.util.List;

/** Who drains: Spanmill, or a design that it has beaten. */
enum Design {
  /** What this project is. */
  SPANMILL("io.spanmill.topology.cli.Main", List.of("-spans", "-red-sums", "-edge-sums"));

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
