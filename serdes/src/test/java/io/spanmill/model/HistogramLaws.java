package io.spanmill.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistogramLaws {
  private static final long SEED = 0x5eed_6157L;
  private static final MathContext EXACT = new MathContext(60);
  private static final int LOWEST = -1914;
  private static final int HIGHEST = 2118;

  @Test
  void everyBorderIsExactToTheNanosecond() {
    for (int bucket = LOWEST; bucket < HIGHEST; bucket++) {
      long border = borderNanos(bucket + 1);
      assertThat(isIn(Histogram.bucketOf(border), border)).as("below %d", bucket).isTrue();
      assertThat(isIn(Histogram.bucketOf(border + 1), border + 1)).as("at %d", bucket).isTrue();
      assertThat(isIn(Histogram.bucketOf(border + 2), border + 2)).as("over %d", bucket).isTrue();
      if (border > 100) {
        assertThat(Histogram.bucketOf(border)).isEqualTo(bucket);
        assertThat(Histogram.bucketOf(border + 1)).isEqualTo(bucket + 1);
      }
    }
  }

  /** The longest duration below 2^(border / 64) seconds or of just that length. */
  private static long borderNanos(int border) {
    return seconds(border).movePointRight(9).setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  private static boolean isIn(int bucket, long nanos) {
    BigDecimal duration = BigDecimal.valueOf(nanos, 9);
    return seconds(bucket).compareTo(duration) < 0 && duration.compareTo(seconds(bucket + 1)) <= 0;
  }

  private static final Map<Integer, BigDecimal> ROOTS = new TreeMap<>();

  /** 2^(border / 64). */
  private static BigDecimal seconds(int border) {
    BigDecimal root = ROOTS.computeIfAbsent(Math.floorMod(border, 64), HistogramLaws::root);
    int octave = Math.floorDiv(border, 64);
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(octave)));
    return octave < 0 ? root.divide(power, EXACT) : root.multiply(power);
  }

  private static BigDecimal root(int sixtyFourths) {
    BigDecimal root = new BigDecimal(BigInteger.ONE.shiftLeft(sixtyFourths));
    for (int i = 0; i < 6; i++) {
      root = root.sqrt(EXACT);
    }
    return root;
  }

  @Test
  void knowsTheShortestAndTheLongest() {
    assertThat(Histogram.bucketOf(1)).isEqualTo(LOWEST);
    assertThat(Histogram.bucketOf(Long.MAX_VALUE)).isEqualTo(HIGHEST);
    assertThat(isIn(LOWEST, 1)).isTrue();
    assertThat(isIn(HIGHEST, Long.MAX_VALUE)).isTrue();
    assertThat(Histogram.bucketOf(1_000_000_000)).isEqualTo(-1);
    assertThat(Histogram.bucketOf(1_000_000_001)).isZero();
  }

  @Test
  void whatIsNotAboveZeroCountsAsZero() {
    Histogram histogram = new Histogram();
    histogram.add(0, 1);
    histogram.add(-5, 2);
    histogram.add(Long.MIN_VALUE, 1);
    assertThat(histogram.zeros()).isEqualTo(4);
    assertThat(histogram.size()).isZero();
    assertThat(histogram.quantile(1)).isZero();
  }

  @Test
  void mergingDependsOnNoOrder() {
    for (long seed = SEED; seed < SEED + 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Histogram a = random(random, 40);
      Histogram b = random(random, 40);
      Histogram c = random(random, 40);
      assertThat(counts(sum(a, b))).as("seed %x", seed).isEqualTo(counts(sum(b, a)));
      assertThat(counts(sum(sum(a, b), c)))
          .as("seed %x", seed)
          .isEqualTo(counts(sum(a, sum(b, c))));
      assertThat(sum(a, b).total()).isEqualTo(a.total() + b.total());
    }
  }

  @Test
  void takingBackLeavesNothing() {
    for (long seed = SEED; seed < SEED + 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] durations = random.longs(50, -3, 1L << random.nextInt(3, 62)).toArray();
      Histogram histogram = new Histogram();
      Arrays.stream(durations).forEach(nanos -> histogram.add(nanos, 2));
      Arrays.stream(durations).forEach(nanos -> histogram.add(nanos, -2));
      assertThat(counts(histogram)).as("seed %x", seed).isEmpty();
      assertThat(histogram.total()).isZero();
    }
  }

  /** Single durations wait before they get their places; nobody may see that they do. */
  @Test
  void whateverIsAskedInBetweenEveryDurationCounts() {
    for (long seed = SEED; seed < SEED + 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Histogram histogram = new Histogram();
      Map<Integer, Long> expected = new TreeMap<>();
      int range = random.nextInt(1, 60);
      for (int step = random.nextInt(400); step > 0; step--) {
        switch (random.nextInt(40)) {
          case 0 -> assertThat(counts(histogram)).as("seed %x", seed).isEqualTo(expected);
          case 1 -> assertThat(histogram.total()).as("seed %x", seed).isEqualTo(sum(expected));
          case 2 -> add(histogram, expected, 1L << random.nextInt(range), random.nextInt(-3, 4));
          case 3 -> {
            Histogram more = random(random, 10);
            histogram.addAll(more);
            counts(more).forEach((bucket, count) -> merge(expected, bucket, count));
          }
          default -> add(histogram, expected, random.nextLong(1L << range), 1);
        }
      }
      assertThat(counts(histogram)).as("seed %x", seed).isEqualTo(expected);
    }
  }

  private static void add(Histogram to, Map<Integer, Long> expected, long nanos, long count) {
    to.add(nanos, count);
    merge(expected, nanos == 0 ? Integer.MIN_VALUE : Histogram.bucketOf(nanos), count);
  }

  private static void merge(Map<Integer, Long> counts, int bucket, long count) {
    if (counts.merge(bucket, count, Long::sum) == 0) {
      counts.remove(bucket);
    }
  }

  private static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(count -> count).sum();
  }

  @Test
  void quantilesAreThoseOfTheNearestRank() {
    double[] quantiles = {0.001, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};
    for (long seed = SEED; seed < SEED + 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] durations = random.longs(random.nextInt(1, 400), 0, Long.MAX_VALUE).toArray();
      Arrays.setAll(durations, i -> durations[i] >>> random.nextInt(64));
      Histogram histogram = new Histogram();
      Arrays.stream(durations).forEach(nanos -> histogram.add(nanos, 1));
      Arrays.sort(durations);
      for (double quantile : quantiles) {
        double exact = durations[nearestRank(quantile, durations.length) - 1] * 1e-9;
        assertThat(histogram.quantile(quantile))
            .as("seed %x, quantile %s", seed, quantile)
            .isEqualTo(exact, within(exact * 0.0055));
      }
    }
  }

  private static int nearestRank(double quantile, int count) {
    return BigDecimal.valueOf(quantile)
        .multiply(BigDecimal.valueOf(count))
        .setScale(0, RoundingMode.CEILING)
        .intValueExact();
  }

  static Histogram random(SplittableRandom random, int durations) {
    Histogram histogram = new Histogram();
    for (int i = 0; i < durations; i++) {
      histogram.add(random.nextLong() >>> random.nextInt(1, 64), random.nextInt(-3, 10));
    }
    return histogram;
  }

  private static Histogram sum(Histogram a, Histogram b) {
    Histogram sum = new Histogram();
    sum.addAll(a);
    sum.addAll(b);
    return sum;
  }

  /** What is in it: buckets with their counts, zeros under the lowest number. */
  static Map<Integer, Long> counts(Histogram histogram) {
    Map<Integer, Long> counts = new TreeMap<>();
    counts.put(Integer.MIN_VALUE, histogram.zeros());
    for (int i = 0; i < histogram.size(); i++) {
      counts.put(histogram.bucket(i), histogram.count(i));
    }
    counts.values().removeIf(count -> count == 0);
    return counts;
  }
}
