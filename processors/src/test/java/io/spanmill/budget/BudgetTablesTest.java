package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.BudgetTable;
import org.junit.jupiter.api.Test;

class BudgetTablesTest {
  private final BudgetTables tables = new BudgetTables();

  private static BudgetTable table(long epoch) {
    BudgetTable.Totals totals = new BudgetTable.Totals(1, 1, 1);
    return new BudgetTable("p", epoch, totals, new long[0], new long[0], 0);
  }

  @Test
  void anEpochWithoutATableUsesTheNewestBefore() {
    assertThat(tables.of(5)).isNull();
    BudgetTable seven = table(7);
    BudgetTable four = table(4);
    tables.add(seven);
    tables.add(four);
    assertThat(tables.of(3)).isNull();
    assertThat(tables.of(4)).isSameAs(four);
    assertThat(tables.of(6)).isSameAs(four);
    assertThat(tables.of(7)).isSameAs(seven);
    assertThat(tables.of(1_000)).isSameAs(seven);
  }

  @Test
  void aTableReplacesThatOfItsEpoch() {
    tables.add(table(3));
    tables.add(table(5));
    BudgetTable again = table(3);
    tables.add(again);
    assertThat(tables.of(4)).isSameAs(again);
    assertThat(tables.all()).hasSize(2);
  }

  @Test
  void forgetsWhatNobodyAsksFor() {
    for (long epoch = 1; epoch <= 6; epoch++) {
      tables.add(table(epoch));
    }
    tables.forgetBefore(4);
    assertThat(tables.all()).extracting(BudgetTable::epoch).containsExactly(4L, 5L, 6L);
    tables.forgetBefore(100);
    assertThat(tables.all()).extracting(BudgetTable::epoch).containsExactly(6L);
    tables.forgetBefore(2);
    assertThat(tables.all()).hasSize(1);
  }
}
