package io.spanmill.sinks.metrics;

import io.spanmill.model.Histogram;
import java.util.Arrays;

/**
 * Buckets with explicit borders, as OTLP and Prometheus know them: bucket <i>i</i> holds what is
 * above border <i>i</i> − 1 and up to border <i>i</i>.
 *
 * <p>They are filled from the exponential buckets that durations are counted in, each by its
 * geometric middle: a duration within 0.55 % of a border may stand on its other side.
 *
 * @param unit that borders and sums are told in
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record DurationBuckets(Unit unit, double... borders) {
  /** What durations are told in. */
  public enum Unit {
    MILLISECONDS("ms", 1e3),
    SECONDS("s", 1);

    private final String symbol;
    private final double perSecond;

    Unit(String symbol, double perSecond) {
      this.symbol = symbol;
      this.perSecond = perSecond;
    }

    /** As UCUM writes it. */
    public String symbol() {
      return symbol;
    }

    /** How many of them a second has. */
    public double perSecond() {
      return perSecond;
    }
  }

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BUCKETS_PER_OCTAVE = 1 << Histogram.SCALE;

  /** Those of the Collector's connectors, from 2 ms to 15 s. */
  static DurationBuckets collector(Unit unit) {
    return of(
        unit, 0.002, 0.004, 0.006, 0.008, 0.01, 0.05, 0.1, 0.2, 0.4, 0.8, 1, 1.4, 2, 5, 10, 15);
  }

  /** So many borders in seconds, each twice the one before it, as Tempo has them. */
  static DurationBuckets doubling(double first, int count) {
    double[] borders = new double[count];
    Arrays.setAll(borders, i -> first * (1L << i));
    return of(Unit.SECONDS, borders);
  }

  private static DurationBuckets of(Unit unit, double... seconds) {
    double[] borders = Arrays.stream(seconds).map(border -> rounded(border, unit)).toArray();
    return new DurationBuckets(unit, borders);
  }

  /** Borders are whole microseconds: 1.4 s is 1400 ms, not 1399.9999. */
  private static double rounded(double seconds, Unit unit) {
    return Math.rint(seconds * 1e6) * unit.perSecond / 1e6;
  }

  /** A duration in this unit. */
  public double of(long nanos) {
    return nanos / NANOS_PER_SECOND * unit.perSecond;
  }

  /** How many durations each bucket holds: one more than there are borders. */
  public long[] counts(Histogram histogram) {
    long[] counts = new long[borders.length + 1];
    counts[0] = histogram.zeros();
    for (int i = 0; i < histogram.size(); i++) {
      double middle = Math.pow(2, (histogram.bucket(i) + 0.5) / BUCKETS_PER_OCTAVE);
      counts[bucketOf(middle * unit.perSecond)] += histogram.count(i);
    }
    return counts;
  }

  private int bucketOf(double value) {
    int bucket = 0;
    while (bucket < borders.length && value > borders[bucket]) {
      bucket++;
    }
    return bucket;
  }
}
