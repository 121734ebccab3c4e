package io.spanmill.benchmarks;

import java.util.List;

/**
 * What is to be worked off, and by whom.
 *
 * @param design who does the work
 * @param shape of the load
 * @param spansPerSecond how fast the load's own time goes
 * @param warmUp spans that come first, and are not measured
 * @param spans of each round
 * @param inputPartitions of the topic with the requests
 * @param input how they stand there
 * @param options for the application's JVM
 * @param config lines of its configuration beside those that every run has
 */
record BenchPlan(
    Design design,
    OrdinaryLoad.Shape shape,
    int spansPerSecond,
    long warmUp,
    long spans,
    int rounds,
    int inputPartitions,
    InputKind input,
    List<String> options,
    List<String> config) {
  /** The topics between input and end, in the order in which one thing comes of the other. */
  List<String> stages(String name) {
    return design.stages(name).stream()
        .filter(stage -> !input.isByTrace() || !stage.equals(name + "-spans"))
        .toList();
  }
}
