package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Threshold;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchBudgetLaws {
  private static final long SEED = 0x5eed_ba7cL;

  /** Randomness in the small: 0 to 11 in place of 0 to 2^56 − 1. */
  private static final int RANDOMS = 12;

  /** A multiple of 1 to 12, so that weights 12 / (12 − T) are whole numbers of its parts. */
  private static final long PARTS = 27_720;

  /** How a batch's threshold is found. */
  private interface Rule {
    long threshold(long[] randoms, long[] costs, long budget);
  }

  @Test
  void takesTheHighestWhileTheyFit() {
    for (long seed = SEED; seed < SEED + 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int values = random.nextBoolean() ? 8 : 1 << 30;
      long[] randoms = random.longs(random.nextInt(40), 0, values).toArray();
      long[] costs = random.longs(randoms.length, 0, 10).toArray();
      long budget = random.nextInt(60);
      assertThat(firstRejected(randoms, costs, budget))
          .as("seed %x", seed)
          .isEqualTo(bySorting(randoms, costs, budget));
    }
  }

  private static long firstRejected(long[] randoms, long[] costs, long budget) {
    BatchBudget batch = new BatchBudget(budget);
    for (int i = 0; i < randoms.length; i++) {
      batch.add(randoms[i], costs[i]);
    }
    return batch.threshold();
  }

  private static long bySorting(long[] randoms, long[] costs, long budget) {
    long spent = 0;
    for (int i : highestFirst(randoms)) {
      spent += costs[i];
      if (spent > budget) {
        return randoms[i] + 1;
      }
    }
    return Threshold.ALWAYS;
  }

  private static int[] highestFirst(long[] randoms) {
    return IntStream.range(0, randoms.length)
        .boxed()
        .sorted(Comparator.comparingLong(i -> -randoms[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  @Test
  void neverCostsMoreThanTheBudget() {
    for (long seed = SEED; seed < SEED + 1_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] randoms = random.longs(100, 0, 50).toArray();
      long[] costs = random.longs(100, 0, 10).toArray();
      long threshold = firstRejected(randoms, costs, 40);
      long kept =
          IntStream.range(0, 100)
              .filter(i -> randoms[i] >= threshold)
              .mapToLong(i -> costs[i])
              .sum();
      assertThat(kept).as("seed %x", seed).isLessThanOrEqualTo(40);
    }
  }

  /**
   * Whatever the randomness of the others, over all that a trace itself may have, the weights with
   * which it is kept come to 1. By counting, without a rounding.
   */
  @Test
  void weightsComeToOne() {
    for (long seed = SEED; seed < SEED + 2_000; seed++) {
      assertThat(weights(seed, BatchBudgetLaws::firstRejected))
          .as("seed %x", seed)
          .isEqualTo(PARTS);
    }
  }

  /** The rule that looks right and is not: it fails the same test, always upwards. */
  @Test
  void withTheLastKeptTheyComeToMore() {
    long excess = 0;
    for (long seed = SEED; seed < SEED + 2_000; seed++) {
      long weights = weights(seed, BatchBudgetLaws::lastKept);
      assertThat(weights).as("seed %x", seed).isGreaterThanOrEqualTo(PARTS);
      excess += weights - PARTS;
    }
    assertThat(excess / 2_000.0 / PARTS).isGreaterThan(0.1);
  }

  /**
   * @return Σ over a trace's own randomness of length · weight, in parts of one
   */
  private static long weights(long seed, Rule rule) {
    SplittableRandom random = new SplittableRandom(seed);
    int traces = 2 + random.nextInt(6);
    long budget = 4 + random.nextInt(10);
    long[] costs = random.longs(traces, 1, 5).toArray(); // each fits by itself
    long[] randoms = random.longs(traces, 0, RANDOMS - 1).toArray(); // a T of RANDOMS is NEVER
    int one = random.nextInt(traces);
    long sum = 0;
    for (int own = 0; own < RANDOMS; own++) {
      randoms[one] = own;
      long threshold = rule.threshold(randoms, costs, budget);
      sum += own >= threshold ? PARTS / (RANDOMS - threshold) : 0;
    }
    return sum;
  }

  private static long lastKept(long[] randoms, long[] costs, long budget) {
    long threshold = firstRejected(randoms, costs, budget);
    return threshold == Threshold.ALWAYS
        ? threshold
        : Arrays.stream(randoms).filter(r -> r >= threshold).min().orElse(threshold);
  }

  @Test
  void whatIsTooDearStopsAllBelowIt() {
    BatchBudget batch = new BatchBudget(4);
    assertThat(batch.fits(4)).isTrue();
    assertThat(batch.fits(5)).isFalse();
    batch.add(9, 2);
    batch.add(7, 5);
    batch.add(3, 1);
    assertThat(batch.threshold()).isEqualTo(8);
    batch.clear();
    batch.add(3, 1);
    assertThat(batch.threshold()).isEqualTo(Threshold.ALWAYS);
  }

  @Test
  void tiesFallTogether() {
    BatchBudget batch = new BatchBudget(2);
    batch.add(5, 1);
    batch.add(5, 1);
    assertThat(batch.threshold()).isEqualTo(Threshold.ALWAYS);
    batch.add(5, 1);
    assertThat(batch.threshold()).isEqualTo(6);
  }
}
