package io.spanmill.embedded;

import io.spanmill.model.Threshold;
import java.util.List;

/**
 * How far the estimate of one operation is from the truth in theory: of a trace, the weights of the
 * spans that are kept at a randomness are a step function of it, of which the moments are exact
 * sums; traces are independent of each other.
 *
 * <p>Within a trace, a span of weight w is kept with probability 1 / w and two spans together with
 * that of the rarer one, so the variance is the sum of min(w_s, w_t) − 1 over all pairs.
 */
final class Spread {
  private int traces;
  private double variance;
  private double excess;

  /**
   * Adds a trace.
   *
   * @param thresholds at which its spans of the operation are kept; becomes sorted
   */
  void add(List<Long> thresholds) {
    thresholds.sort(null);
    double second = 0;
    double fourth = 0;
    double error = -thresholds.size();
    long from = 0;
    for (long threshold : thresholds) {
      double square = error * error;
      second += Math.scalb((double) (threshold - from), -56) * square;
      fourth += Math.scalb((double) (threshold - from), -56) * square * square;
      error += Threshold.adjustedCount(threshold);
      from = threshold;
    }
    double rest = Threshold.probability(from);
    second += rest * error * error;
    fourth += rest * error * error * error * error;
    traces++;
    variance += second;
    excess += fourth - 3 * second * second;
  }

  /** In how many traces the operation occurs. */
  int traces() {
    return traces;
  }

  double variance() {
    return variance;
  }

  /** The fourth moment in units of the squared variance: 3 for the normal distribution. */
  double kurtosis() {
    return 3 + excess / (variance * variance);
  }
}
