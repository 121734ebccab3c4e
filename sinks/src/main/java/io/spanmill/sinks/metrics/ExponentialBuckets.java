package io.spanmill.sinks.metrics;

import io.spanmill.model.Histogram;

/**
 * Buckets side by side whose borders are powers of 2^(2^−scale), as OTLP's exponential histograms
 * and Prometheus' native ones have them: OTLP's bucket <i>i</i> holds what is above base^i and up
 * to base^(i+1).
 *
 * @param scale at most that of our own histograms
 * @param offset number of the first bucket
 * @param counts from that one on; none where nothing was above 0
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record ExponentialBuckets(int scale, int offset, long... counts) {
  /** As few as the Collector's connectors have. */
  public static final int MOST = 160;

  /**
   * The same durations in buckets that are as wide as they have to be, so that they are at most
   * {@value #MOST}.
   *
   * @param unit in which they are told. Borders in seconds are exact. To tell milliseconds, buckets
   *     are moved by as many as come nearest to a factor of 1000: by 0.2 % too many
   */
  public static ExponentialBuckets of(Histogram histogram, DurationBuckets.Unit unit) {
    int first = 0;
    int last = -1;
    int move = move(unit);
    for (int i = 0; i < histogram.size(); i++) {
      if (histogram.count(i) > 0) {
        int bucket = histogram.bucket(i) + move;
        first = last < first ? bucket : first;
        last = bucket;
      }
    }
    if (last < first) {
      return new ExponentialBuckets(Histogram.SCALE, 0);
    }
    int shift = 0;
    while ((last >> shift) - (first >> shift) >= MOST) {
      shift++;
    }
    long[] counts = new long[(last >> shift) - (first >> shift) + 1];
    for (int i = 0; i < histogram.size(); i++) {
      if (histogram.count(i) > 0) {
        counts[((histogram.bucket(i) + move) >> shift) - (first >> shift)] += histogram.count(i);
      }
    }
    return new ExponentialBuckets(Histogram.SCALE - shift, first >> shift, counts);
  }

  private static int move(DurationBuckets.Unit unit) {
    double octaves = Math.log(unit.perSecond()) / Math.log(2);
    return (int) Math.rint(octaves * (1 << Histogram.SCALE));
  }
}
