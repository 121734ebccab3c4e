package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.Threshold;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BudgetGuardTest {
  private static final long HALF = Threshold.parse("8");

  /** 10 000 an epoch. */
  private static final Budget BUDGET = Budget.of(Budget.Unit.TRACES, 2_000);

  private static BudgetTable table(long epoch, double arrived, double kept) {
    BudgetTable.Totals totals = new BudgetTable.Totals(10_000, arrived, kept);
    return new BudgetTable("p", epoch, totals, new long[0], new long[0], HALF);
  }

  private static Moment at(long epoch) {
    return new Moment(epoch, epoch);
  }

  /** What is expected to be kept, in budgets, when so many budgets' worth arrives. */
  private static double kept(BudgetGuard guard, long epoch, double load) {
    double kept = 0;
    for (int i = 0; i < 10_000 * load; i++) {
      kept += Threshold.probability(guard.raise(Threshold.ALWAYS, epoch, null));
      guard.count(at(epoch), Threshold.ALWAYS, Threshold.ALWAYS, 1);
    }
    return kept / 10_000;
  }

  /** 1.25 · (2 − 1.25 / load), from where more than 1.25 budgets arrive. */
  @Test
  void keepsAtMostTwoAndAHalfBudgetsWhateverComes() {
    BudgetGuard guard = new BudgetGuard(BUDGET, 1, 1);
    assertThat(kept(guard, 0, 1.2)).isCloseTo(1.2, within(1e-9));
    assertThat(kept(guard, 1, 4)).isCloseTo(2.109, within(0.001));
    assertThat(kept(guard, 2, 10)).isCloseTo(2.344, within(0.001));
    assertThat(kept(guard, 3, 100)).isCloseTo(2.484, within(0.001));
  }

  @Test
  void epochsAreCountedApart() {
    BudgetGuard guard = new BudgetGuard(BUDGET, 1, 2);
    assertThat(kept(guard, 7, 4)).isGreaterThan(2);
    assertThat(guard.raise(HALF, 8, null)).isEqualTo(HALF);
    assertThat(guard.raise(HALF, 7, null)).isGreaterThan(HALF);
  }

  @Test
  void withoutATableTheBudgetIsDividedEvenly() {
    assertThat(kept(new BudgetGuard(BUDGET, 4, 1), 0, 4)).isCloseTo(2.5 / 4, within(0.03));
  }

  @Test
  void aPartitionHasThePartOfTheBudgetThatItHadOfTheDemand() {
    BudgetGuard guard = new BudgetGuard(BUDGET, 4, 1);
    for (int i = 0; i < 20_000; i++) {
      guard.count(at(0), HALF, Threshold.ALWAYS, 1);
    }
    BudgetTable table = table(2, 10_000, 10_000); // half of the 20 000 in the epoch two before
    for (int i = 0; i < 23_000; i++) {
      assertThat(guard.raise(HALF, 2, table)).isEqualTo(HALF);
      guard.count(at(2), HALF, Threshold.ALWAYS, 1);
    }
    for (int i = 0; i < 1_000; i++) {
      guard.count(at(2), HALF, Threshold.ALWAYS, 1);
    }
    assertThat(guard.raise(HALF, 2, table)).isGreaterThan(HALF);
  }

  @Test
  void whatNobodyIsExpectedToNeedIsDividedEvenly() {
    BudgetGuard guard = new BudgetGuard(BUDGET, 4, 1);
    BudgetTable table = table(2, 1_000, 1_000); // nothing of it was here
    for (int i = 0; i < 9_000 / 4; i++) {
      assertThat(guard.raise(Threshold.ALWAYS, 2, table)).isEqualTo(Threshold.ALWAYS);
      guard.count(at(2), Threshold.ALWAYS, Threshold.ALWAYS, 1);
    }
  }

  @Test
  void whatWasThinnedUpstreamIsExpectedToBeKeptMoreOften() {
    BudgetGuard guard = new BudgetGuard(BUDGET, 1, 1);
    for (int i = 0; i < 12_500; i++) {
      assertThat(guard.raise(HALF, 0, null)).isEqualTo(HALF);
      guard.count(at(0), HALF, Threshold.parse("c"), 1);
    }
    guard.count(at(0), HALF, HALF, 1);
    assertThat(guard.raise(HALF, 0, null)).isGreaterThan(HALF);
  }

  @Test
  void neverRaisesToNever() {
    BudgetGuard guard = new BudgetGuard(BUDGET, 1, 1);
    guard.count(at(0), Threshold.ALWAYS, Threshold.ALWAYS, Long.MAX_VALUE);
    assertThat(guard.raise(HALF, 0, null)).isEqualTo(Threshold.MAX - (1L << 24));
  }

  /**
   *
   *
   * <pre>
   * 01                 version
   * 0000000000000007   epoch
   * 0000000000000003   arrived
   * 3ff8000000000000   1.5 expected to be kept
   * 40c86a0000000000   12 500, from where on it holds back
   * 8000000000000000   without a table
   * </pre>
   */
  @Test
  void isSpelledLikeThis() {
    BudgetGuard guard = new BudgetGuard(BUDGET, 1, 4);
    guard.count(at(7), HALF, Threshold.ALWAYS, 3);
    String golden =
        "01"
            + "0000000000000007"
            + "0000000000000003"
            + "3ff8000000000000"
            + "40c86a0000000000"
            + "8000000000000000";
    assertThat(HexFormat.of().formatHex(guard.toBytes())).isEqualTo(golden);
    BudgetGuard back = new BudgetGuard(BUDGET, 1, 9);
    back.restore(HexFormat.of().parseHex(golden));
    assertThat(HexFormat.of().formatHex(back.toBytes())).isEqualTo(golden);
    assertThatThrownBy(() -> back.restore(new byte[] {3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("guard of version 3, not 1");
  }
}
