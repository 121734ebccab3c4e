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

  static final String MEASURE = "measure";
  static final String RED_SUMS_OUT = "red-sums-out";
  static final String RED_SUMS = "red-sums";
  static final String ACCUMULATE_RED = "accumulate-red";
  static final String RED = "red";

  static final String LINK = "link";
  static final String EDGE_SUMS_OUT = "edge-sums-out";
  static final String EDGE_SUMS = "edge-sums";
  static final String ACCUMULATE_EDGES = "accumulate-edges";
  static final String EDGES = "edges";

  static final String FIND_PATHS = "find-paths";
  static final String PATH_SUMS_OUT = "path-sums-out";
  static final String PATH_SUMS = "path-sums";
  static final String ACCUMULATE_PATHS = "accumulate-paths";
  static final String TELL_CONTRIBUTORS = "tell-contributors";
  static final String CRITICAL_PATH = "critical-path";
  static final String FIND_ERRORS = "find-errors";
  static final String ERROR_SUMS_OUT = "error-sums-out";
  static final String ERROR_SUMS = "error-sums";
  static final String ACCUMULATE_ERRORS = "accumulate-errors";
  static final String ERRORS = "errors";

  static final String DEMAND_OUT = "demand-out";
  static final String DEMAND = "demand";
  static final String SET_BUDGETS = "set-budgets";
  static final String TABLES = "budget-tables";
  static final String TABLE_ARCHIVE = "budget-archive";

  static final String WATCH_RED = "watch-red";
  static final String RED_INDICATORS_OUT = "red-indicators-out";
  static final String WATCH_EDGES = "watch-edges";
  static final String EDGE_INDICATORS_OUT = "edge-indicators-out";
  static final String WATCH_PATHS = "watch-paths";
  static final String PATH_INDICATORS_OUT = "path-indicators-out";
  static final String WATCH_ERRORS = "watch-errors";
  static final String ERROR_INDICATORS_OUT = "error-indicators-out";
  static final String ALERT_SUMS = "alert-sums";
  static final String RAISE_ALERTS = "raise-alerts";
  static final String ALERTS = "alerts";

  static final String DEAD_LETTERS = "dead-letters";

  /** Sinks of their own: a shared one would make one task of all who refuse. */
  static final String FOREIGN_RECORDS = "foreign-records";

  static final String FOREIGN_RED_SUMS = "foreign-red-sums";
  static final String FOREIGN_EDGE_SUMS = "foreign-edge-sums";
  static final String FOREIGN_PATH_SUMS = "foreign-path-sums";
  static final String FOREIGN_ERROR_SUMS = "foreign-error-sums";
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
    List<String> topics = new ArrayList<>(List.of(assemblersTopic(config), demandTopic()));
    topics.addAll(sumsTopics(config));
    if (config.alerts().isOn()) {
      topics.add(alertSumsTopic());
    }
    return topics;
  }

  /** Those that hold sums of series. */
  List<String> sumsTopics(PipelineConfig config) {
    List<String> topics = new ArrayList<>(List.of(redSumsTopic(), edgeSumsTopic()));
    if (config.criticalPath().enabled()) {
      topics.add(pathSumsTopic());
    }
    if (config.errors().enabled()) {
      topics.add(errorSumsTopic());
    }
    return topics;
  }

  /**
   * Whether a topic holds sums, or something else whose records have no time of their own, and are
   * of no use once they are read.
   */
  boolean isSums(String topic) {
    return topic.equals(redSumsTopic())
        || topic.equals(edgeSumsTopic())
        || topic.equals(pathSumsTopic())
        || topic.equals(errorSumsTopic())
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

  /** Partial RED sums on their way to where their series meets. */
  String redSumsTopic() {
    return prefix + "-red-sums";
  }

  /** What arrives for budgets on its way to where tables are made. */
  String demandTopic() {
    return prefix + "-demand";
  }

  /** What objectives ask of all partitions on its way to where it is judged. */
  String alertSumsTopic() {
    return prefix + "-alert-sums";
  }

  /** Partial edge sums on their way to where their edge meets. */
  String edgeSumsTopic() {
    return prefix + "-edge-sums";
  }

  /** Who pushes to a back-end. */
  String pushGroup() {
    return prefix + "-push";
  }

  /** Partial sums of critical paths on their way to where their entry meets. */
  String pathSumsTopic() {
    return prefix + "-path-sums";
  }

  /** Partial sums of errors on their way to where their group meets. */
  String errorSumsTopic() {
    return prefix + "-error-sums";
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
