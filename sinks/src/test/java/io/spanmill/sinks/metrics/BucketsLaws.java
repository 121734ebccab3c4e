package io.spanmill.sinks.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Histogram;
import io.spanmill.sinks.metrics.DurationBuckets.Unit;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BucketsLaws {
  private static final long SEED = 0x6275_636bL;
  private static final int ROUNDS = 500;

  /** Half of the width of our own buckets. */
  private static final double CLOSE = 0.0055;

  private static long[] durations(SplittableRandom random) {
    int longest = random.nextInt(1, 64);
    return random
        .longs(random.nextInt(1, 50))
        .map(bits -> (bits >>> 1) >>> (longest - 1))
        .toArray();
  }

  private static Histogram histogram(long... durations) {
    Histogram histogram = new Histogram();
    Arrays.stream(durations).forEach(nanos -> histogram.add(nanos, 1));
    return histogram;
  }

  /** Only a duration next to a border may stand on its other side. */
  @Test
  void explicitBucketsHoldWhatIsBetweenTheirBorders() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      long[] durations = durations(new SplittableRandom(seed));
      for (DurationBuckets buckets :
          new DurationBuckets[] {
            DurationBuckets.collector(Unit.MILLISECONDS), DurationBuckets.doubling(0.002, 14)
          }) {
        long[] counts = buckets.counts(histogram(durations));
        assertThat(Arrays.stream(counts).sum()).isEqualTo(durations.length);
        long below = 0;
        for (int i = 0; i < buckets.borders().length; i++) {
          below += counts[i];
          double border = buckets.borders()[i];
          assertThat(below)
              .as("seed %x, border %s", seed, border)
              .isBetween(
                  atMost(durations, border * (1 - CLOSE), buckets),
                  atMost(durations, border * (1 + CLOSE), buckets));
        }
      }
    }
  }

  private static long atMost(long[] durations, double border, DurationBuckets buckets) {
    return Arrays.stream(durations).filter(nanos -> buckets.of(nanos) <= border).count();
  }

  @Test
  void exponentialBucketsAreFewAndHoldAll() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      long[] durations = durations(new SplittableRandom(seed));
      Histogram histogram = histogram(durations);
      ExponentialBuckets buckets = ExponentialBuckets.of(histogram, Unit.SECONDS);
      assertThat(buckets.counts()).hasSizeLessThanOrEqualTo(ExponentialBuckets.MOST);
      assertThat(Arrays.stream(buckets.counts()).sum() + histogram.zeros())
          .as("seed %x", seed)
          .isEqualTo(durations.length);
      long[] expected = new long[buckets.counts().length];
      for (long nanos : durations) {
        if (nanos > 0) {
          int bucket = Histogram.bucketOf(nanos) >> (Histogram.SCALE - buckets.scale());
          expected[bucket - buckets.offset()]++;
        }
      }
      assertThat(buckets.counts()).as("seed %x", seed).isEqualTo(expected);
    }
  }

  @Test
  void whatWasNeverAboveZeroHasNoBuckets() {
    assertThat(ExponentialBuckets.of(histogram(0, 0), Unit.SECONDS).counts()).isEmpty();
  }
}
