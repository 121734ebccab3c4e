package io.spanmill.topology;

import io.spanmill.topology.config.PipelineConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Every name that outlives the process: topics, stores, nodes. Kafka Streams derives the names of
 * changelogs from them, so a changed name is lost state.
 */
final class Names {
  static final String REQUESTS = "requests";
  static final String SPLIT = "split";
  static final String BUNDLES = "bundles";

  static final String SPANS = "spans";
  static final String ORDERS = "orders";
  static final String ASSEMBLE = "assemble";
  static final String TRACES = "traces";
  static final String DECISIONS = "decisions";

  static final String SUMS_OUT = "sums-out";
  static final String SUMS = "sums";
  static final String SORT_SUMS = "sort-sums";
  static final String TELL_TIME = "tell-time";

  static final String MEASURE = "measure";
  static final String ACCUMULATE_RED = "accumulate-red";
  static final String RED = "red";

  static final String LINK = "link";
  static final String ACCUMULATE_EDGES = "accumulate-edges";
  static final String EDGES = "edges";

  static final String FIND_PATHS = "find-paths";
  static final String ACCUMULATE_PATHS = "accumulate-paths";
  static final String TELL_CONTRIBUTORS = "tell-contributors";
  static final String CRITICAL_PATH = "critical-path";
  static final String FIND_ERRORS = "find-errors";
  static final String ACCUMULATE_ERRORS = "accumulate-errors";
  static final String ERRORS = "errors";

  static final String DEMAND_OUT = "demand-out";
  static final String DEMAND = "demand";
  static final String SET_BUDGETS = "set-budgets";
  static final String TABLES = "budget-tables";
  static final String TABLE_ARCHIVE = "budget-archive";

  static final String WATCH_SUMS = "watch-sums";
  static final String WATCH_PATHS = "watch-paths";
  static final String WATCH_ERRORS = "watch-errors";
  static final String INDICATORS_OUT = "indicators-out";
  static final String ALERT_SUMS = "alert-sums";
  static final String RAISE_ALERTS = "raise-alerts";
  static final String ALERTS = "alerts";

  static final String DEAD_LETTERS = "dead-letters";

  /** Sinks of their own: a shared one would make one task of all who refuse. */
  static final String FOREIGN_RECORDS = "foreign-records";

  static final String FOREIGN_SUMS = "foreign-sums";
  static final String FOREIGN_DEMAND = "foreign-demand";
  static final String FOREIGN_ALERT_SUMS = "foreign-alert-sums";

  static final String EXPORT_RED = "export-red";
  static final String RED_METRICS = "red-metrics";
  static final String EXPORT_EDGES = "export-edges";
  static final String EDGE_METRICS = "edge-metrics";

  static final String RED_TOTALS_STORE = "red-totals";
  static final String EDGE_TOTALS_STORE = "edge-totals";
  static final String RED_STORE = "red-windows";
  static final String EDGE_STORE = "edge-windows";
  static final String PATH_STORE = "path-windows";
  static final String ERROR_STORE = "error-windows";
  static final String ERROR_MEMORY = "error-memory";
  static final String BUDGET_STORE = "budgets";
  static final String ALERT_STORE = "alert-book";

  private final String prefix;
  private final String generation;

  /** Those of the first generation of the spans topic. */
  Names(String prefix) {
    this(prefix, 1);
  }

  /**
   * @param generation of the spans topic, from 1 on
   */
  Names(String prefix, int generation) {
    this.prefix = prefix;
    this.generation = generation == 1 ? "" : "-" + generation;
  }

  /** The durable buffer: bundles of spans by trace. */
  String spansTopic() {
    return prefix + "-spans" + generation;
  }

  /** What is in force, for assemblers that read an input which is partitioned by trace. */
  String ordersTopic() {
    return prefix + "-orders";
  }

  /** The topic of ours that assemblers read. */
  String assemblersTopic(PipelineConfig config) {
    return config.input().isByTrace() ? ordersTopic() : spansTopic();
  }

  /** What was decided in each partition of the spans topic. */
  String decisionStore() {
    return "assemble-decisions" + generation;
  }

  /** Where Kafka Streams keeps that store. */
  String decisionChangelog() {
    return changelogOf(decisionStore());
  }

  /** Topics of ours that the group reads. */
  List<String> readTopics(PipelineConfig config) {
    List<String> topics =
        new ArrayList<>(List.of(assemblersTopic(config), demandTopic(), sumsTopic()));
    if (config.alerts().isOn()) {
      topics.add(alertSumsTopic());
    }
    return topics;
  }

  /**
   * Whether a topic holds sums, or something else whose records have no time of their own, and are
   * of no use once they are read.
   */
  boolean isSums(String topic) {
    return topic.equals(sumsTopic())
        || topic.equals(demandTopic())
        || topic.equals(ordersTopic())
        || topic.equals(alertSumsTopic());
  }

  /** The archive of what was put in force in the spans topic. */
  String controlTopic() {
    return prefix + "-control";
  }

  /** The transactional id of whoever changes what is in force: one at a time. */
  String policiesTransaction() {
    return prefix + "-policies";
  }

  /** Partial sums of all kinds on their way to where their series, edge, entry or group meets. */
  String sumsTopic() {
    return prefix + "-sums";
  }

  /** What arrives for budgets on its way to where tables are made. */
  String demandTopic() {
    return prefix + "-demand";
  }

  /** What objectives ask of all partitions on its way to where it is judged. */
  String alertSumsTopic() {
    return prefix + "-alert-sums";
  }

  /** Who pushes to a back-end. */
  String pushGroup() {
    return prefix + "-push";
  }

  /** Who tells alerts to others. */
  String webhookGroup() {
    return prefix + "-webhook";
  }

  /** Where Kafka Streams keeps what is in a store, by its own rule. */
  String changelogOf(String store) {
    return prefix + "-" + store + "-changelog";
  }
}
