package io.spanmill.budget;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;
import io.spanmill.trace.SpanTable;
import io.spanmill.window.LocalSums;
import org.jspecify.annotations.Nullable;

/**
 * One policy's budget in one partition: gives thresholds and counts what arrives. Not thread-safe.
 *
 * <p>For each trace {@link #threshold} is asked, as often as it takes, then {@link #count} once,
 * whether the trace was kept or not.
 */
public final class PartitionBudget {
  private final Budget budget;
  private final BudgetTables tables = new BudgetTables();
  private final BudgetGuard guard;
  private final DemandMeter meter;

  /**
   * @param partitions among which the budget is divided
   * @param span how many epochs may lie between the earliest and the latest of all traces that are
   *     open at any one time
   */
  public PartitionBudget(
      String policy, Budget budget, int partitions, int span, LocalSums<DemandSum> sums) {
    this.budget = budget;
    guard = new BudgetGuard(budget, partitions, span);
    meter = new DemandMeter(policy, sums);
  }

  /** The tables that have been read. */
  public BudgetTables tables() {
    return tables;
  }

  BudgetGuard guard() {
    return guard;
  }

  /**
   * The threshold for a trace; before the first table {@link Threshold#ALWAYS}, as far as the guard
   * allows.
   *
   * @param epoch whose table the trace asks for
   */
  public long threshold(long epoch, long key) {
    BudgetTable table = tables.of(epoch);
    return guard.raise(listed(table, key), epoch, table);
  }

  /** The epoch of the table that is used; {@link BudgetController#NONE} if there is none. */
  public long tableEpoch(long epoch) {
    BudgetTable table = tables.of(epoch);
    return table == null ? BudgetController.NONE : table.epoch();
  }

  private static long listed(@Nullable BudgetTable table, long key) {
    return table == null ? Threshold.ALWAYS : table.thresholdOf(key);
  }

  /**
   * Counts a trace by what is there of it when it is decided: that is what keeping it costs.
   *
   * @param spans with thresholds that are believed
   */
  void count(Moment moment, long key, SpanTable spans) {
    long threshold = listed(tables.of(moment.tableEpoch()), key);
    BudgetTable present = tables.of(moment.dueEpoch());
    DemandSum sum = meter.at(moment.dueEpoch(), key, present != null && present.lists(key));
    if (budget.unit() == Budget.Unit.TRACES) {
      count(moment, threshold, lowest(spans), 1, sum);
      return;
    }
    boolean bytes = budget.unit() == Budget.Unit.BYTES;
    for (int span = 0; span < spans.size(); span++) {
      count(moment, threshold, spans.level(span), bytes ? spans.length(span) : 1, sum);
    }
  }

  private void count(Moment moment, long threshold, long upstream, long cost, DemandSum sum) {
    sum.add(upstream, cost);
    guard.count(moment, threshold, upstream, cost);
  }

  /** A trace got here if the span did that was thinned least. */
  private static long lowest(SpanTable spans) {
    long lowest = Threshold.NEVER - 1;
    for (int span = 0; span < spans.size(); span++) {
      lowest = Math.min(lowest, spans.level(span));
    }
    return lowest;
  }
}
