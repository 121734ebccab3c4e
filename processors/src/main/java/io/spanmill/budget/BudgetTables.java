package io.spanmill.budget;

import io.spanmill.model.BudgetTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of one budget that a partition has read, of some epochs. Not thread-safe. */
public final class BudgetTables {
  /** By epoch, ascending. */
  private final List<BudgetTable> tables = new ArrayList<>();

  /** Adds a table, in the place of one of the same epoch. */
  public void add(BudgetTable table) {
    int at = newestUpTo(table.epoch());
    if (at >= 0 && tables.get(at).epoch() == table.epoch()) {
      tables.set(at, table);
    } else {
      tables.add(at + 1, table);
    }
  }

  /** The table of an epoch, else the newest of an earlier one; null if there is none. */
  public @Nullable BudgetTable of(long epoch) {
    int at = newestUpTo(epoch);
    return at < 0 ? null : tables.get(at);
  }

  /** The one of the latest epoch; null if there is none. */
  @Nullable BudgetTable newest() {
    return of(Long.MAX_VALUE);
  }

  private int newestUpTo(long epoch) {
    int at = tables.size() - 1;
    while (at >= 0 && tables.get(at).epoch() > epoch) {
      at--;
    }
    return at;
  }

  /**
   * Drops what no trace of this epoch or a later one asks for any more.
   *
   * @return what was dropped
   */
  public List<BudgetTable> forgetBefore(long epoch) {
    int oldest = newestUpTo(epoch);
    if (oldest <= 0) {
      return List.of();
    }
    List<BudgetTable> old = tables.subList(0, oldest);
    List<BudgetTable> forgotten = List.copyOf(old);
    old.clear();
    return forgotten;
  }

  /** All that there are, those of earlier epochs first: for another to start from. */
  public List<BudgetTable> all() {
    return List.copyOf(tables);
  }
}
