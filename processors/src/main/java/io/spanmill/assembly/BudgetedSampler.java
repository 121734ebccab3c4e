package io.spanmill.assembly;

import io.spanmill.budget.PartitionBudgets;
import io.spanmill.budget.TableMaker;
import io.spanmill.model.Basis;
import io.spanmill.model.BudgetTable;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Verdict;
import io.spanmill.sampling.Sampler;
import io.spanmill.state.BudgetTableFormat;
import io.spanmill.state.ControlRecord;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import io.spanmill.window.LocalSums;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The sampler that is in force in one partition, and the budgets that it is held to. Not
 * thread-safe.
 *
 * <p>A restart finds the tables among what is in force, and what a budget's guard has counted in
 * the log, as it is written at each record that changed it: thresholds are the same as they would
 * have been. Which keys were frequent is found out anew; that matters only where there are too many
 * to be told by name.
 */
final class BudgetedSampler {
  private final Samplers samplers;
  private final AssemblyTimes times;
  private final PartitionBudgets budgets;
  private Sampler sampler;

  /** Names of tables that nobody asks for. */
  private final Set<String> tablesGone = new LinkedHashSet<>();

  private final Set<String> budgetsGone = new LinkedHashSet<>();

  /**
   * @param partitions among which each budget is divided
   */
  BudgetedSampler(Samplers samplers, AssemblyConfig config, int partitions) {
    this.samplers = samplers;
    times = AssemblyTimes.of(config);
    budgets =
        new PartitionBudgets(
            new PartitionBudgets.Setting(partitions, times.settle(), times.maxAge()));
    sampler = samplers.initial(budgets);
    budgets.adopt(sampler.limits());
  }

  /** Puts something in force; false if it cannot be read. */
  boolean control(ControlRecord record) {
    return switch (record.kind()) {
      case POLICY_SET -> adopt(record);
      case BUDGET_TABLE -> add(record);
    };
  }

  private boolean adopt(ControlRecord policies) {
    Sampler next = samplers.of(policies, budgets);
    if (next == null) {
      return false;
    }
    sampler = next;
    Map<String, List<BudgetTable>> gone = budgets.adopt(next.limits());
    budgetsGone.addAll(gone.keySet());
    gone.values().forEach(this::drop);
    return true;
  }

  private boolean add(ControlRecord record) {
    BudgetTable table;
    try {
      table = BudgetTableFormat.read(record.payload());
    } catch (RuntimeException unreadable) { // a later release's; the guard holds without it
      tablesGone.add(record.name());
      return false;
    }
    if (!budgets.add(table)) {
      tablesGone.add(record.name());
    }
    return true;
  }

  private void drop(List<BudgetTable> tables) {
    tables.forEach(table -> tablesGone.add(TableMaker.name(table)));
  }

  /** Names of the attributes that its policies ask for. */
  List<String> attributes() {
    return sampler.attributes();
  }

  Verdict judge(TraceView spans) {
    return sampler.judge(spans);
  }

  Verdict judge(TraceView spans, Basis basis) {
    return sampler.judge(spans, basis);
  }

  /**
   * These traces are about to be decided, one after the other, at this time.
   *
   * @param view to look at them with
   */
  void decideTogether(List<Trace> due, long watermarkMillis, TraceView view) {
    if (!budgets.isStrict()) {
      return;
    }
    budgets.beginBatch(watermarkMillis);
    for (Trace trace : due) {
      Verdict verdict = sampler.judge(view.open(trace));
      budgets.addToBatch(trace, verdict.basis().randomness(), sampler::demand);
    }
    budgets.fixBatch();
  }

  /** All of them are decided. */
  void decidedTogether() {
    budgets.endBatch();
  }

  /** Counts the trace that was judged last, and is decided. */
  void count(Trace trace, CloseReason reason) {
    budgets.count(trace, times.dueMillis(trace, reason), sampler::demand);
  }

  /** The newest table of each budget that has one, by the policy's name. */
  Map<String, BudgetTable> newestTables() {
    return budgets.newestTables();
  }

  /** Whether no policy has a budget. */
  boolean isUnlimited() {
    return budgets.isEmpty();
  }

  /** Puts out what was counted since the last time, as demand. */
  void drain(LocalSums.Output output) {
    budgets.drain(output);
  }

  /** All that was due by then is decided. */
  void swept(long watermarkMillis) {
    drop(budgets.forgetBefore(watermarkMillis));
  }

  /**
   * Stores what a restart has to find again.
   *
   * @param expire hears the names of what is in force no more
   */
  void writeDown(DecisionLog log, Consumer<String> expire) {
    budgets.forEachChange(log::writeBudget);
    budgetsGone.forEach(log::deleteBudget);
    budgetsGone.clear();
    List<String> names = new ArrayList<>(tablesGone);
    tablesGone.clear();
    names.forEach(expire);
  }

  /** Goes on where another had come to, after all that is in force was told. */
  void restore(DecisionLog log) {
    log.forEachBudget(
        (budget, bytes) -> {
          if (!budgets.restore(budget, bytes)) {
            budgetsGone.add(budget);
          }
        });
  }
}
