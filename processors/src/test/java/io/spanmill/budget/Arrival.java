package io.spanmill.budget;

import io.spanmill.model.Threshold;
import io.spanmill.trace.SpanTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A trace as a budget sees it.
 *
 * @param random its randomness; at least the threshold it came with
 * @param place spreads traces over partitions
 * @param upstream the threshold it came with
 */
record Arrival(long random, long key, long place, long upstream) {
  private static final SpanTable WHOLE = ThinnedSpans.of(1, Threshold.ALWAYS);

  /**
   * Traces of so many keys.
   *
   * @param skew 1: all keys are as frequent; the more above, the fewer make up most of the traces
   */
  static List<Arrival> random(SplittableRandom random, int count, int keys, double skew) {
    List<Arrival> arrivals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long key = (long) (keys * StrictMath.pow(random.nextDouble(), skew));
      long spread = key * 0x9E3779B97F4A7C15L;
      arrivals.add(new Arrival(random.nextLong() >>> 8, spread, i, Threshold.ALWAYS));
    }
    return arrivals;
  }

  Arrival with(long otherRandom) {
    return new Arrival(otherRandom, key, place, upstream);
  }

  /** Those that are left if they were sampled before. */
  static List<Arrival> thinned(List<Arrival> arrivals, long upstream) {
    List<Arrival> left = new ArrayList<>();
    for (Arrival a : arrivals) {
      if (a.random >= upstream) {
        left.add(new Arrival(a.random, a.key, a.place, upstream));
      }
    }
    return left;
  }

  SpanTable spans() {
    return upstream == Threshold.ALWAYS ? WHOLE : ThinnedSpans.of(1, upstream);
  }
}
