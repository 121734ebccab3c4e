package io.spanmill.budget;

import io.spanmill.model.Threshold;

/** Probabilities as the thresholds that are written on spans, and so are decided by. */
final class WrittenThreshold {
  /** Hexadecimal digits behind leading digits {@code f}, as the specification's default. */
  private static final int PRECISION = 4;

  /** Whatever a budget asks for: of what is never kept nothing can be estimated. */
  private static final double LEAST = 0x1p-32;

  private WrittenThreshold() {}

  static long of(double probability) {
    return Threshold.ofProbability(Math.max(LEAST, probability), PRECISION);
  }
}
