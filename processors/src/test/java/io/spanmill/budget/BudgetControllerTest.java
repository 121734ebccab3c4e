package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;
import io.spanmill.state.BudgetTableFormat;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BudgetControllerTest {
  /** Enough epochs for an average to have settled. */
  private static final int SETTLED = 30;

  private static EpochDemand demand(Map<Long, Integer> traces) {
    EpochDemand demand = new EpochDemand();
    traces.forEach((key, count) -> add(demand, key, Threshold.ALWAYS, count));
    return demand;
  }

  private static void add(EpochDemand demand, Long key, long threshold, long cost) {
    DemandSum sum = new DemandSum();
    sum.add(threshold, cost);
    demand.add(new Demand(0, "p", key), sum);
  }

  private static BudgetTable settled(Budget budget, IntFunction<EpochDemand> demand) {
    BudgetController controller = new BudgetController("p", budget);
    BudgetTable table = null;
    for (int epoch = 0; epoch < SETTLED; epoch++) {
      table = controller.close(epoch, demand.apply(epoch));
    }
    return table;
  }

  private static BudgetTable settled(Budget budget, Map<Long, Integer> traces) {
    return settled(budget, epoch -> demand(traces));
  }

  private static Budget budget(double perEpoch, double exponent, double floor) {
    return new Budget(Budget.Unit.TRACES, perEpoch / 5, exponent, floor / 5, 0.1);
  }

  private static double kept(BudgetTable table, long key, double arrived) {
    return arrived * Threshold.probability(table.thresholdOf(key));
  }

  @Test
  void aBudgetWithoutKeysHasOneThreshold() {
    BudgetTable table = settled(budget(100, 0.5, 0), Map.of(0L, 1_000));
    assertThat(table.epoch()).isEqualTo(SETTLED - 1 + Epochs.DELAY);
    assertThat(table.size()).isEqualTo(1);
    assertThat(Threshold.encode(table.thresholdOf(0))).isEqualTo("e666");
    assertThat(table.unlisted()).isEqualTo(Threshold.ALWAYS);
    assertThat(table.totals().arrived()).isCloseTo(1_000, within(0.1));
    assertThat(table.totals().kept()).isCloseTo(100, within(0.1));
  }

  @Test
  void keepsAllThatTheBudgetHasRoomFor() {
    BudgetTable table = settled(budget(100, 0.5, 0), Map.of(1L, 60, 2L, 40));
    assertThat(table.thresholdOf(1)).isEqualTo(Threshold.ALWAYS);
    assertThat(table.thresholdOf(2)).isEqualTo(Threshold.ALWAYS);
  }

  @Test
  void theExponentSaysHowKeysShare() {
    Map<Long, Integer> traces = Map.of(1L, 10_000, 2L, 400);
    BudgetTable even = settled(budget(120, 0, 0), traces);
    assertThat(kept(even, 1, 10_000)).isCloseTo(60, within(0.1));
    assertThat(kept(even, 2, 400)).isCloseTo(60, within(0.1));
    BudgetTable power = settled(budget(120, 0.5, 0), traces);
    assertThat(kept(power, 1, 10_000)).isCloseTo(100, within(0.1));
    assertThat(kept(power, 2, 400)).isCloseTo(20, within(0.1));
    BudgetTable same = settled(budget(104, 1, 0), traces);
    assertThat(same.thresholdOf(1)).isEqualTo(same.thresholdOf(2));
    assertThat(kept(same, 1, 10_000)).isCloseTo(100, within(0.1));
  }

  @Test
  void rareKeysAreKeptUpToTheFloor() {
    BudgetTable table = settled(budget(160, 1, 30), Map.of(1L, 10_000, 2L, 400, 3L, 7));
    assertThat(kept(table, 2, 400)).isCloseTo(30, within(0.1));
    assertThat(table.thresholdOf(3)).isEqualTo(Threshold.ALWAYS);
    assertThat(kept(table, 1, 10_000)).isCloseTo(160 - 30 - 7, within(0.1));
  }

  @Test
  void floorsLeaveHalfOfTheBudget() {
    BudgetTable table = settled(budget(120, 1, 120), Map.of(1L, 10_000, 2L, 100, 3L, 100));
    assertThat(kept(table, 2, 100)).isCloseTo(20, within(0.1));
    assertThat(kept(table, 1, 10_000)).isCloseTo(80, within(0.1));
  }

  /** 100 with 1, 100 with 1 / 4: at 1 / 4 a quarter of the first and all of the second are kept. */
  @Test
  void oneThresholdServesWhateverWasSampledUpstream() {
    BudgetTable table =
        settled(
            budget(125, 0.5, 0),
            epoch -> {
              EpochDemand demand = new EpochDemand();
              add(demand, 0L, Threshold.ALWAYS, 100);
              add(demand, 0L, Threshold.parse("c"), 100);
              return demand;
            });
    assertThat(Threshold.probability(table.thresholdOf(0))).isCloseTo(0.25, within(0.0001));
  }

  /** Half of the traces are of a key that never comes again. */
  @Test
  void newKeysTakeNoMoreThanTheirShare() {
    BudgetTable table =
        settled(
            budget(100, 0.5, 0),
            epoch -> {
              EpochDemand demand = demand(Map.of(-1L, 500));
              LongStream.range(0, 500).forEach(i -> add(demand, epoch * 500L + i, 0, 1));
              return demand;
            });
    assertThat(table.size()).isEqualTo(1);
    assertThat(kept(table, -1, 500)).isCloseTo(90, within(0.1));
    assertThat(500 * Threshold.probability(table.unlisted())).isCloseTo(10, within(0.1));
  }

  @Test
  void newKeysHaveWhatNobodyNeeds() {
    BudgetController controller = new BudgetController("p", budget(100, 0.5, 0));
    BudgetTable table = controller.close(0, demand(Map.of(7L, 400)));
    assertThat(table.size()).isEqualTo(0);
    assertThat(Threshold.encode(table.unlisted())).isEqualTo("8");
  }

  @Test
  void listsTheMostFrequentKeysAndAllOthersAreOne() {
    BudgetTable table =
        settled(
            budget(1_000, 0.5, 0),
            epoch -> {
              EpochDemand demand = new EpochDemand();
              LongStream.range(0, 1_500).forEach(key -> add(demand, key, 0, key < 300 ? 50 : 10));
              add(demand, null, 0, 70);
              return demand;
            });
    assertThat(table.size()).isEqualTo(BudgetController.KEYS);
    LongStream.range(0, 300).forEach(key -> assertThat(table.lists(key)).isTrue());
    assertThat(table.totals().arrived()).isCloseTo(300 * 50 + 1_200 * 10 + 70, within(1.0));
    assertThat(table.totals().kept()).isCloseTo(1_000, within(1.0));
    assertThat(table.unlisted()).isGreaterThan(Threshold.ALWAYS).isLessThan(Threshold.NEVER);
  }

  @Test
  void closesOneEpochAfterTheOtherUntilNothingIsExpected() {
    BudgetController controller = new BudgetController("p", budget(100, 0.5, 0));
    long none = Long.MAX_VALUE;
    assertThat(controller.next(none, 50)).isEqualTo(BudgetController.NONE);
    assertThat(controller.next(40, 40)).isEqualTo(BudgetController.NONE);
    assertThat(controller.next(40, 50)).isEqualTo(40);
    controller.close(40, demand(Map.of(0L, 1)));
    assertThat(controller.countedIn(39)).isEqualTo(41);
    assertThat(controller.countedIn(45)).isEqualTo(45);
    int tables = 0;
    for (long next = controller.next(none, 1_000_000); next >= 0; tables++) {
      assertThat(next).isEqualTo(41 + tables);
      BudgetTable table = controller.close(next, new EpochDemand());
      assertThat(table.thresholdOf(0)).isEqualTo(Threshold.ALWAYS);
      next = controller.next(none, 1_000_000);
    }
    assertThat(tables).isBetween(1, 10);
    assertThat(controller.next(2_000, 3_000)).isEqualTo(2_000);
  }

  /**
   *
   *
   * <pre>
   * 01                          version
   * 0e                          last epoch 7
   * 01 01 00 808008 80808010    arrived: cost 2 · 2^16, population 2 · 2^24
   * 01 01 00 808006 8080800c    unseen: 1.5
   * 01 01 00 808002 80808004    others: 0.5
   * 0a                          key 5
   * feffffffffffffffff01        not listed yet
   * 01 01 00 808006 8080800c    1.5
   * </pre>
   */
  @Test
  void isSpelledLikeThis() {
    BudgetController controller = new BudgetController("p", budget(100, 0.5, 0));
    EpochDemand demand = demand(Map.of(5L, 3));
    add(demand, null, Threshold.ALWAYS, 1);
    controller.close(7, demand);
    String golden =
        "01"
            + "0e"
            + "01010080800880808010"
            + "0101008080068080800c"
            + "01010080800280808004"
            + "0a"
            + "feffffffffffffffff01"
            + "0101008080068080800c";
    assertThat(HexFormat.of().formatHex(controller.toBytes())).isEqualTo(golden);
    BudgetController back = new BudgetController("p", budget(100, 0.5, 0));
    back.restore(HexFormat.of().parseHex(golden));
    assertThat(BudgetTableFormat.write(back.close(8, demand)))
        .isEqualTo(BudgetTableFormat.write(controller.close(8, demand)));
    assertThatThrownBy(() -> back.restore(new byte[] {3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stored version 3, not 1");
  }
}
