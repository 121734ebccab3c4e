package io.spanmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DemandSumLaws {
  private static final long SEED = 0x5eed_dea1L;

  @Test
  void binsAreQuarterOctaves() {
    assertThat(DemandSum.binOf(Threshold.ALWAYS)).isEqualTo(0);
    assertThat(DemandSum.binOf(Threshold.MAX / 2)).isEqualTo(4);
    assertThat(DemandSum.binOf(Threshold.NEVER - 1)).isEqualTo(4 * 56);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 100_000; i++) {
      long threshold = Threshold.MAX - 1 - (random.nextLong() >>> random.nextInt(8, 64));
      double quarters = -4 * Math.log(Threshold.probability(threshold)) / Math.log(2);
      assertThat((double) DemandSum.binOf(threshold))
          .as("threshold %x", threshold)
          .isBetween(quarters - 0.5000001, quarters + 0.5000001);
    }
  }

  @Test
  void populationIsTheSumOfWeights() {
    DemandSum sum = new DemandSum();
    sum.add(Threshold.ALWAYS, 3);
    sum.add(Threshold.parse("c"), 2);
    sum.add(Threshold.parse("e666"), 1);
    assertThat(spelled(sum))
        .containsExactly(
            "0: 3 " + (3 << 24),
            "8: 2 " + (8 << 24),
            "13: 1 " + Threshold.fixedPointWeight(Threshold.parse("e666")));
  }

  @Test
  void doesNotDependOnOrderOrOnHowItIsSplit() {
    for (long seed = SEED; seed < SEED + 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<long[]> arrivals = new ArrayList<>();
      for (int i = random.nextInt(60); i >= 0; i--) {
        long cost = random.nextInt(20) == 0 ? random.nextLong() >>> 1 : random.nextInt(5_000);
        arrivals.add(new long[] {random.nextLong() >>> random.nextInt(8, 64), cost});
      }
      DemandSum whole = sum(arrivals);
      Collections.shuffle(arrivals, new Random(seed));
      int cut = random.nextInt(arrivals.size());
      DemandSum parts = sum(arrivals.subList(cut, arrivals.size()));
      parts.add(sum(arrivals.subList(0, cut)));
      assertThat(spelled(parts)).as("seed %x", seed).isEqualTo(spelled(whole));
    }
  }

  @Test
  void saturates() {
    DemandSum sum = new DemandSum();
    sum.add(Threshold.ALWAYS, 1L << 62);
    sum.add(Threshold.ALWAYS, 1L << 62);
    assertThat(spelled(sum)).containsExactly("0: " + Long.MAX_VALUE + " " + Long.MAX_VALUE);
  }

  private static DemandSum sum(List<long[]> arrivals) {
    DemandSum sum = new DemandSum();
    arrivals.forEach(arrival -> sum.add(arrival[0], arrival[1]));
    return sum;
  }

  private static List<String> spelled(DemandSum sum) {
    List<String> bins = new ArrayList<>();
    for (int i = 0; i < sum.size(); i++) {
      bins.add(sum.bin(i) + ": " + sum.cost(i) + " " + sum.population(i));
    }
    return bins;
  }
}
