package io.spanmill.topology;

import static io.spanmill.topology.metrics.Family.gauge;

import io.spanmill.assembly.AssemblyStatus;
import io.spanmill.budget.Epochs;
import io.spanmill.model.BudgetTable;
import io.spanmill.model.Threshold;
import io.spanmill.state.Stamp;
import io.spanmill.topology.Assemblies.Assembly;
import io.spanmill.topology.Assemblies.Stage;
import io.spanmill.topology.metrics.Exposition;
import io.spanmill.topology.metrics.Family;
import io.spanmill.trace.Source;
import io.spanmill.trace.Watermarks;
import java.util.Map;
import java.util.TreeMap;

/** What the assemblers of a process tell of themselves, as metrics of Prometheus'. */
final class AssemblyMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;

  private static final Family RESTORING =
      gauge("spanmill_restoring", "1 until a partition knows again what it knew before a restart.");
  private static final Family READ =
      gauge("spanmill_restore_read_offsets", "Offsets that the last restore has read again.");
  private static final Family WANTED =
      gauge("spanmill_restore_wanted_offsets", "Offsets that the last restore has to read again.");
  private static final Family MISSING =
      gauge(
          "spanmill_restore_missing_offsets",
          "Offsets that the last restore had to read again, and the input has no more.");
  private static final Family TOOK =
      gauge("spanmill_restore_duration_seconds", "How long the last restore took; 0 before.");
  private static final Family REPLAY =
      gauge("spanmill_replay_offsets", "Offsets that a restart would read again.");
  private static final Family WATERMARK =
      gauge("spanmill_watermark_timestamp_seconds", "The time that a partition has come to.");
  private static final Family AGE =
      gauge("spanmill_watermark_age_seconds", "How far that time lies behind the clock.");
  private static final Family HELD_BACK =
      gauge(
          "spanmill_watermark_held_back_seconds", "By how much the slowest source holds it back.");
  private static final Family UNHEARD =
      gauge("spanmill_watermark_unheard_sources", "Sources not heard yet: until then time stands.");
  private static final Family OPEN = gauge("spanmill_open_traces", "Traces that are not decided.");
  private static final Family LINGERING =
      gauge("spanmill_lingering_traces", "Decided traces whose late spans can be linked.");
  private static final Family REMEMBERED =
      gauge("spanmill_remembered_decisions", "Verdicts that late spans still follow.");
  private static final Family HELD =
      gauge("spanmill_held_bytes", "Memory that is held for traces and verdicts.");
  private static final Family LIMIT =
      gauge("spanmill_held_limit_bytes", "Most that all partitions may hold: assembly.memory.");

  private static final Family BUDGET =
      gauge("spanmill_budget_limit_per_second", "What a budget allows, in its own unit.");
  private static final Family ARRIVING =
      gauge("spanmill_budget_arriving_per_second", "What is expected to arrive for a budget.");
  private static final Family KEEPING =
      gauge("spanmill_budget_keeping_per_second", "What is expected to be kept of that.");
  private static final Family PROBABILITY =
      gauge(
          "spanmill_budget_keep_ratio",
          "How likely a trace is to be kept by a budget, of a key that is not listed.");
  private static final Family KEYS =
      gauge("spanmill_budget_listed_keys", "Keys of a budget that have their own probability.");

  private AssemblyMetrics() {}

  /**
   * @param nowMillis this machine's clock
   * @param limitBytes what all may hold together
   */
  static void add(
      Map<Integer, Assembly> assemblies, long nowMillis, long limitBytes, Exposition out) {
    out.add(LIMIT, limitBytes);
    assemblies.forEach(
        (number, assembly) -> {
          String partition = Integer.toString(number);
          addRestore(partition, assembly, out);
          if (assembly.status() != null) {
            addHeld(partition, assembly.status(), out);
            addTime(partition, assembly.status(), nowMillis, out);
          }
        });
    newestTables(assemblies).forEach((policy, table) -> addBudget(policy, table, out));
  }

  /** A table is the same in all partitions, which come to it one after the other. */
  private static Map<String, BudgetTable> newestTables(Map<Integer, Assembly> assemblies) {
    Map<String, BudgetTable> newest = new TreeMap<>();
    for (Assembly assembly : assemblies.values()) {
      if (assembly.status() != null) {
        assembly
            .status()
            .budgets()
            .forEach(
                (policy, table) ->
                    newest.merge(policy, table, (a, b) -> a.epoch() < b.epoch() ? b : a));
      }
    }
    return newest;
  }

  private static void addBudget(String policy, BudgetTable table, Exposition out) {
    BudgetTable.Totals totals = table.totals();
    out.add(BUDGET, totals.budget() / Epochs.SECONDS, "policy", policy);
    out.add(ARRIVING, totals.arrived() / Epochs.SECONDS, "policy", policy);
    out.add(KEEPING, totals.kept() / Epochs.SECONDS, "policy", policy);
    out.add(PROBABILITY, Threshold.probability(table.unlisted()), "policy", policy);
    out.add(KEYS, table.size(), "policy", policy);
  }

  private static void addRestore(String partition, Assembly assembly, Exposition out) {
    out.add(RESTORING, assembly.stage() == Stage.RESTORED ? 0 : 1, "partition", partition);
    out.add(READ, assembly.replay().read(), "partition", partition);
    out.add(WANTED, assembly.replay().wanted(), "partition", partition);
    out.add(MISSING, assembly.replay().missing(), "partition", partition);
    out.add(TOOK, assembly.restoreSeconds(), "partition", partition);
  }

  private static void addHeld(String partition, AssemblyStatus status, Exposition out) {
    AssemblyStatus.Held held = status.held();
    out.add(OPEN, held.openTraces(), "partition", partition);
    out.add(LINGERING, held.lingeringTraces(), "partition", partition);
    out.add(REMEMBERED, held.remembered(), "partition", partition);
    out.add(HELD, held.openBytes(), "partition", partition, "kind", "open");
    out.add(HELD, held.lingeringBytes(), "partition", partition, "kind", "lingering");
    out.add(HELD, held.rememberedBytes(), "partition", partition, "kind", "remembered");
    out.add(REPLAY, status.replayOffsets(), "partition", partition);
  }

  private static void addTime(
      String partition, AssemblyStatus status, long nowMillis, Exposition out) {
    Watermarks.Pace pace = status.pace();
    long time = status.watermarkMillis();
    out.add(UNHEARD, pace.unheard(), "partition", partition);
    if (time == Stamp.NONE || time == Stamp.END) {
      return;
    }
    out.add(WATERMARK, time / MILLIS_PER_SECOND, "partition", partition);
    out.add(AGE, (nowMillis - time) / MILLIS_PER_SECOND, "partition", partition);
    Source slowest = pace.slowest();
    if (slowest != null && pace.fastestMillis() != Stamp.END) {
      out.add(
          HELD_BACK,
          Math.max(0, pace.fastestMillis() - time) / MILLIS_PER_SECOND,
          "partition",
          partition,
          "source_topic",
          slowest.topic(),
          "source_partition",
          Integer.toString(slowest.partition()));
    }
  }
}
