package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spanmill.budget.BudgetRun.Shape;
import io.spanmill.model.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a budget promises as a whole: how much is kept, that it is one, and that it is fair. */
class BudgetLaws {
  private static final long SEED = 0x5eed_b4d9L;
  private static final int SEEDS = 50;
  private static final int DELAY = Epochs.DELAY;

  /** 100 traces an epoch. */
  private static final Budget BUDGET = Budget.of(Budget.Unit.TRACES, 20);

  private static final double PER_EPOCH = 100;
  private static final double SLACK = 1.25;

  /** Five standard deviations of the mean of as many draws, of 250 traces or fewer each. */
  private static final double NOISE = 5 * Math.sqrt(250.0 / SEEDS) / PER_EPOCH;

  /** When the load of {@link #changing} becomes tenfold, and when its keys become a hundredfold. */
  private static final int STEP = 12;

  private static final int EXPLOSION = 26;
  private static final int EPOCHS = 42;

  private static List<List<Arrival>> changing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Arrival>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      int load = epoch < STEP ? 500 : 5_000;
      epochs.add(Arrival.random(random, load, epoch < EXPLOSION ? 20 : 2_000, 2));
    }
    return epochs;
  }

  /** Of this many keys none is ever left out, however they are spread. */
  private static List<List<Arrival>> steady(long seed, int load, int epochs) {
    return steady(seed, load, epochs, 30);
  }

  private static List<List<Arrival>> steady(long seed, int load, int epochs, int keys) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Arrival>> all = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      all.add(Arrival.random(random, load, keys, 2));
    }
    return all;
  }

  /**
   * The mean over many runs of what is kept in each epoch, in budgets.
   *
   * <p>Let demand change in epoch c, to anything. Tables for c and c + 1 were made before: only the
   * guard holds, and lets pass 1.25 · (2 − 1.25 / r) budgets where their thresholds would let pass
   * r: less than 2.5. The table for c + j is made from an average in which what came before the
   * change has weight 2^−(j − 1): the new demand is taken for at least 1 − 2^−(j − 1) of what it
   * is, so that r ≤ 1 / (1 − 2^−(j − 1)). A new key is listed a table later than it is counted, so
   * that its j is one less.
   */
  @Test
  void whatIsKeptStaysWithinItsBounds() {
    double[] kept = new double[EPOCHS];
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      BudgetRun run = new BudgetRun(BUDGET, new Shape(4, 2, seed));
      List<List<Arrival>> stream = changing(seed);
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        kept[epoch] +=
            kept(stream.get(epoch), run.epoch(epoch, stream.get(epoch))) / PER_EPOCH / SEEDS;
      }
    }
    assertBounds(kept, 0, STEP, 0);
    assertBounds(kept, STEP, EXPLOSION, 0);
    assertBounds(kept, EXPLOSION, EPOCHS, 1);
    assertThat(mean(kept, STEP + 7, EXPLOSION)).isCloseTo(1, within(0.02));
    assertThat(mean(kept, EXPLOSION + 8, EPOCHS)).isBetween(0.85, 1.02);
  }

  private static void assertBounds(double[] kept, int change, int until, int later) {
    for (int epoch = change; epoch < until; epoch++) {
      int known = epoch - change - DELAY + 1 - later;
      double ratio = known < 1 ? Double.POSITIVE_INFINITY : 1 / (1 - Math.pow(2, -known));
      double bound = ratio > SLACK ? SLACK * (2 - SLACK / ratio) : ratio;
      assertThat(kept[epoch]).as("epoch %d", epoch).isLessThan(bound + NOISE);
    }
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static int kept(List<Arrival> arrivals, long[] thresholds) {
    int kept = 0;
    for (int i = 0; i < thresholds.length; i++) {
      kept += arrivals.get(i).random() >= thresholds[i] ? 1 : 0;
    }
    return kept;
  }

  @Test
  void weightsTellHowMuchArrived() {
    double total = 0;
    double truth = 0;
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      BudgetRun run = new BudgetRun(BUDGET, new Shape(4, 1, seed));
      List<List<Arrival>> stream = steady(seed, 1_000, 12);
      for (int epoch = 0; epoch < stream.size(); epoch++) {
        List<Arrival> arrivals = stream.get(epoch);
        long[] thresholds = run.epoch(epoch, arrivals);
        truth += arrivals.size();
        for (int i = 0; i < thresholds.length; i++) {
          boolean kept = arrivals.get(i).random() >= thresholds[i];
          total += kept ? Threshold.adjustedCount(thresholds[i]) : 0;
        }
      }
    }
    assertThat(total / truth).isCloseTo(1, within(0.02));
  }

  @Test
  void tablesAreTheSameHoweverTracesAreSpread() {
    for (long seed = SEED; seed < SEED + 5; seed++) {
      List<List<Arrival>> stream = steady(seed, 1_600, 14);
      BudgetRun one = new BudgetRun(BUDGET, new Shape(1, 1, seed));
      List<long[]> thresholds = run(one, stream);
      for (int partitions : new int[] {1, 4, 16}) {
        for (int instances : new int[] {1, 2}) {
          BudgetRun other = new BudgetRun(BUDGET, new Shape(partitions, instances, seed + 99));
          List<long[]> others = run(other, stream);
          assertThat(other.published()).hasSize(14).containsExactlyElementsOf(one.published());
          for (int settled = 8; settled < stream.size(); settled++) { // no guard at work any more
            assertThat(others.get(settled)).isEqualTo(thresholds.get(settled));
          }
        }
      }
    }
  }

  /** As many keys as there is room for, and more than the guard can be idle with. */
  @Test
  void tablesAreTheSameWithAsManyKeysAsCanBeListed() {
    List<List<Arrival>> stream = steady(SEED, 5_000, 8, BudgetController.KEYS);
    BudgetRun one = new BudgetRun(BUDGET, new Shape(1, 1, 1));
    run(one, stream);
    for (int partitions : new int[] {4, 16}) {
      BudgetRun other = new BudgetRun(BUDGET, new Shape(partitions, 2, 2));
      run(other, stream);
      assertThat(other.published()).hasSize(8).containsExactlyElementsOf(one.published());
    }
  }

  private static List<long[]> run(BudgetRun run, List<List<Arrival>> stream) {
    List<long[]> thresholds = new ArrayList<>();
    for (int epoch = 0; epoch < stream.size(); epoch++) {
      thresholds.add(run.epoch(epoch, stream.get(epoch)));
    }
    return thresholds;
  }

  /** Other instances, other batches, another pace: more keys than there is room for, and a step. */
  @Test
  void aReplayWithTheSamePartitionsIsTheSameToTheByte() {
    List<List<Arrival>> stream = changing(SEED);
    BudgetRun one = new BudgetRun(BUDGET, new Shape(4, 1, 1));
    BudgetRun other = new BudgetRun(BUDGET, new Shape(4, 2, 2));
    assertThat(run(other, stream)).containsExactlyElementsOf(run(one, stream));
    assertThat(other.published()).containsExactlyElementsOf(one.published());
  }

  @Test
  void aRestartChangesNothing() {
    List<List<Arrival>> stream = steady(SEED, 3_000, 10);
    BudgetRun one = new BudgetRun(BUDGET, new Shape(4, 1, 1));
    List<long[]> expected = run(one, stream);
    BudgetRun other = new BudgetRun(BUDGET, new Shape(4, 1, 1));
    for (int epoch = 0; epoch < stream.size(); epoch++) {
      assertThat(other.epoch(epoch, stream.get(epoch))).isEqualTo(expected.get(epoch));
      other.restart();
    }
    assertThat(other.published()).containsExactlyElementsOf(one.published());
  }

  /**
   * A trace with threshold T is kept on a part (2^56 − T) / 2^56 of all randomness, with weight
   * 2^56 / (2^56 − T): that comes to 1, exactly, if T is less than 2^56 and the same whatever the
   * randomness is, its own and that of others. So it is, even while the guard is at work.
   */
  @Test
  void weightsComeToOneAsThresholdsKnowNoRandomness() {
    List<List<Arrival>> stream = changing(SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    List<List<Arrival>> other = new ArrayList<>();
    for (List<Arrival> epoch : stream) {
      other.add(epoch.stream().map(a -> a.with(random.nextLong() >>> 8)).toList());
    }
    List<long[]> thresholds = run(new BudgetRun(BUDGET, new Shape(4, 1, 1)), stream);
    assertThat(run(new BudgetRun(BUDGET, new Shape(4, 1, 1)), other))
        .containsExactlyElementsOf(thresholds);
    for (long[] epoch : thresholds) {
      assertThat(Arrays.stream(epoch).max().orElseThrow()).isLessThan(Threshold.NEVER);
    }
  }

  /** What was kept with 1 / 4 upstream is not thinned to a quarter of its budget. */
  @Test
  void whatWasSampledUpstreamFillsTheBudgetToo() {
    for (String upstream : List.of("c", "e666", "fd70a")) {
      double kept = 0;
      BudgetRun run = new BudgetRun(BUDGET, new Shape(4, 1, SEED));
      List<List<Arrival>> stream = steady(SEED, 40_000, 16);
      for (int epoch = 0; epoch < stream.size(); epoch++) {
        List<Arrival> half = stream.get(epoch).subList(0, 500);
        List<Arrival> arrivals = new ArrayList<>(half);
        arrivals.addAll(Arrival.thinned(stream.get(epoch), Threshold.parse(upstream)));
        int now = kept(arrivals, run.epoch(epoch, arrivals));
        kept += epoch < 8 ? 0 : now / PER_EPOCH / 8;
      }
      assertThat(kept).as(upstream).isCloseTo(1, within(0.15));
    }
  }

  @Test
  void aPartitionWithAllTheLoadHasAllTheBudget() {
    double kept = 0;
    BudgetRun run = new BudgetRun(BUDGET, new Shape(4, 1, SEED));
    List<List<Arrival>> stream = steady(SEED, 4_000, 20);
    for (int epoch = 0; epoch < 20; epoch++) {
      List<Arrival> skewed =
          stream.get(epoch).stream()
              .map(a -> new Arrival(a.random(), a.key(), 2, a.upstream()))
              .toList();
      int now = kept(skewed, run.epoch(epoch, skewed));
      kept += epoch < 8 ? 0 : now / PER_EPOCH / 12;
    }
    assertThat(kept).isCloseTo(1, within(0.1));
  }
}
