package io.spanmill.embedded;

import io.spanmill.embedded.HeadSampledTraces.Drawn;
import io.spanmill.embedded.HeadSampledTraces.Member;
import io.spanmill.embedded.HeadSampledTraces.Operation;
import io.spanmill.model.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Estimates the spans of each operation from what is kept, again and again with other trace ids,
 * and holds mean and variance of the estimates against truth and theory. Seeded: the same runs give
 * the same numbers.
 */
final class EstimateRuns {
  /** So many standard errors are not chance. */
  private static final double FAR = 5;

  /** In fewer traces the variance of an operation's estimates says little. */
  private static final int MANY_TRACES = 100;

  private final HeadSampledTraces input;
  private final TailRule rule;
  private final double[][] errors;
  private final Spread[] spreads;
  private final List<String> contradictions = new ArrayList<>();
  private double farthestMean;
  private double farthestVariance;

  private EstimateRuns(HeadSampledTraces input, TailRule.Kind kind, int runs) {
    this.input = input;
    this.rule = new TailRule(kind, input.slowMillis());
    this.errors = new double[runs][input.operations().size()];
    this.spreads = new Spread[input.operations().size()];
    Arrays.setAll(spreads, operation -> new Spread());
  }

  static EstimateRuns of(HeadSampledTraces input, TailRule.Kind kind, int runs) {
    EstimateRuns estimates = new EstimateRuns(input, kind, runs);
    SplittableRandom random = new SplittableRandom(input.seed());
    for (Drawn trace : input.traces()) {
      for (double[] run : estimates.errors) {
        estimates.run(run, trace, random.nextLong() & (Threshold.MAX - 1));
      }
      estimates.spread(trace);
    }
    estimates.compare();
    return estimates;
  }

  private void run(double[] error, Drawn trace, long randomness) {
    long threshold = rule.threshold(trace, randomness);
    for (Member member : trace.members()) {
      error[member.operation()] -= 1;
      if (threshold < Threshold.NEVER && member.threshold() <= randomness) {
        error[member.operation()] += Threshold.adjustedCount(keptAt(member, threshold));
      }
    }
  }

  private static long keptAt(Member member, long threshold) {
    return Math.max(member.threshold(), threshold);
  }

  /** At the highest randomness everything is there, and the trace shows at what it is kept. */
  private void spread(Drawn trace) {
    long threshold = rule.threshold(trace, Threshold.MAX - 1);
    Map<Integer, List<Long>> byOperation = new HashMap<>();
    for (Member member : trace.members()) {
      byOperation
          .computeIfAbsent(member.operation(), first -> new ArrayList<>())
          .add(keptAt(member, threshold));
    }
    byOperation.forEach((operation, thresholds) -> spreads[operation].add(thresholds));
  }

  private void compare() {
    for (int operation = 0; operation < spreads.length; operation++) {
      double sum = 0;
      double squares = 0;
      for (double[] run : errors) {
        sum += run[operation];
        squares += run[operation] * run[operation];
      }
      compare(input.operations().get(operation), spreads[operation], sum, squares);
    }
  }

  private void compare(Operation operation, Spread theory, double sum, double squares) {
    if (theory.variance() == 0) {
      note(operation, squares == 0, "is not exact, though nothing of it is thrown away");
      return;
    }
    double z = sum / Math.sqrt(theory.variance() * errors.length);
    farthestMean = Math.max(farthestMean, Math.abs(z));
    note(operation, Math.abs(z) <= FAR, "mean is off by %.1f standard errors".formatted(z));
    if (theory.traces() < MANY_TRACES) {
      return;
    }
    double ratio = squares / errors.length / theory.variance();
    double far = (ratio - 1) / Math.sqrt((theory.kurtosis() - 1) / errors.length);
    farthestVariance = Math.max(farthestVariance, Math.abs(far));
    note(operation, Math.abs(far) <= FAR, "variance is %.3f of the theory's".formatted(ratio));
  }

  private void note(Operation operation, boolean holds, String otherwise) {
    if (!holds) {
      contradictions.add(operation.service() + " " + operation.name() + ": " + otherwise);
    }
  }

  /** What is not as it should be. */
  List<String> contradictions() {
    return contradictions;
  }

  /** Of an operation's mean from the truth, in standard errors. */
  double farthestMean() {
    return farthestMean;
  }

  /** Of an operation's variance from the theory, in its standard errors. */
  double farthestVariance() {
    return farthestVariance;
  }
}
