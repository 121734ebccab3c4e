package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;
import io.spanmill.state.DemandFormat;
import io.spanmill.trace.SpanTable;
import io.spanmill.window.LocalSums;
import io.spanmill.window.Sums;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionBudgetTest {
  private static final long QUARTER = Threshold.parse("c");
  private static final SpanTable SPANS =
      ThinnedSpans.of(100, QUARTER, Threshold.ABSENT, Threshold.UNKNOWN);

  private final DemandFormat format = new DemandFormat();
  private final LocalSums<DemandSum> sums = new LocalSums<>(format, 1);

  private PartitionBudget budget(Budget.Unit unit) {
    return new PartitionBudget("p", Budget.of(unit, 1_000), 1, 1, sums);
  }

  private DemandSum counted(Budget.Unit unit) {
    budget(unit).count(new Moment(3, 3), 77, SPANS);
    Map<Demand, DemandSum> told = Sums.drained(sums, format);
    assertThat(told).containsOnlyKeys(new Demand(15_000, "p", 77L));
    return told.get(new Demand(15_000, "p", 77L));
  }

  @Test
  void countsTracesByTheSpanThatWasThinnedLeast() {
    DemandSum sum = counted(Budget.Unit.TRACES);
    assertThat(sum.size()).isEqualTo(1);
    assertThat(sum.bin(0)).isEqualTo(0);
    assertThat(sum.cost(0)).isEqualTo(1);
  }

  @Test
  void countsSpansAndBytesEachByItsThreshold() {
    DemandSum spans = counted(Budget.Unit.SPANS);
    assertThat(spans.size()).isEqualTo(2);
    assertThat(spans.cost(0)).isEqualTo(2);
    assertThat(spans.cost(1)).isEqualTo(1);
    assertThat(spans.population(1)).isEqualTo(4 << 24);
    DemandSum bytes = counted(Budget.Unit.BYTES);
    assertThat(bytes.cost(0)).isEqualTo(200);
    assertThat(bytes.cost(1)).isEqualTo(100);
  }

  @Test
  void keepsAllBeforeTheFirstTable() {
    PartitionBudget budget = budget(Budget.Unit.TRACES);
    assertThat(budget.threshold(3, 77)).isEqualTo(Threshold.ALWAYS);
    assertThat(budget.tableEpoch(3)).isEqualTo(BudgetController.NONE);
  }

  @Test
  void tellsWhichTableItUses() {
    PartitionBudget budget = budget(Budget.Unit.TRACES);
    BudgetTable.Totals totals = new BudgetTable.Totals(5_000, 1, 1);
    long[] keys = {77};
    budget.tables().add(new BudgetTable("p", 2, totals, keys, new long[] {QUARTER}, 0));
    assertThat(budget.threshold(3, 77)).isEqualTo(QUARTER);
    assertThat(budget.threshold(3, 78)).isEqualTo(Threshold.ALWAYS);
    assertThat(budget.tableEpoch(3)).isEqualTo(2);
    assertThat(budget.tableEpoch(1)).isEqualTo(BudgetController.NONE);
  }

  @Test
  void namesKeysOfTheTableAndAsManyOthers() {
    PartitionBudget budget = budget(Budget.Unit.TRACES);
    BudgetTable.Totals totals = new BudgetTable.Totals(5_000, 1, 1);
    budget.tables().add(new BudgetTable("p", 2, totals, new long[] {-1}, new long[] {0}, 0));
    for (int key = 0; key < 1_500; key++) {
      budget.count(new Moment(3, 3), key, SPANS);
    }
    budget.count(new Moment(3, 3), -1, SPANS);
    Map<Demand, DemandSum> told = Sums.drained(sums, format);
    assertThat(told).hasSize(1 + BudgetController.KEYS + 1);
    assertThat(told.get(new Demand(15_000, "p", -1L)).cost(0)).isEqualTo(1);
    assertThat(told.get(new Demand(15_000, "p", null)).cost(0)).isEqualTo(500);
  }
}
