package io.spanmill.topology;

import static io.spanmill.topology.Wires.BYTES;
import static io.spanmill.topology.Wires.addSink;
import static io.spanmill.topology.Wires.addSource;
import static io.spanmill.topology.Wires.bytes;
import static io.spanmill.topology.Wires.directed;
import static io.spanmill.topology.Wires.stamps;

import io.spanmill.assembly.AssembleTraces;
import io.spanmill.budget.SetBudgets;
import io.spanmill.edges.EdgeLinker;
import io.spanmill.errors.ErrorFinder;
import io.spanmill.errors.ErrorsConfig;
import io.spanmill.model.Alert;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.red.RedMeter;
import io.spanmill.sinks.JsonCodec;
import io.spanmill.sinks.OutputCodec;
import io.spanmill.sinks.OutputTopic;
import io.spanmill.sinks.OutputTopics;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.split.AdmitRequests;
import io.spanmill.split.RequestIntake;
import io.spanmill.split.RequestSplitter;
import io.spanmill.split.SplitRequests;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.ErrorFormat;
import io.spanmill.state.RedFormat;
import io.spanmill.state.SpansGeneration;
import io.spanmill.state.TotalsFormat;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.trace.Weights;
import io.spanmill.window.AccumulateSums;
import io.spanmill.window.ExportTotals;
import io.spanmill.window.GatherSums;
import io.spanmill.window.SeriesMemory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * What is connected to what.
 *
 * <pre>
 * requests ─► split ─► (spans) ─► assemble ─┬─► traces
 *               │                           ├─► decisions
 *               │                           ├─► measure ─► (red sums)  ─┬─► accumulate ─► red
 *               │                           │                           └─► export     ─► metrics
 *               │                           │                           └─► watch      ─► (alert sums)
 *               └─► dead letters            ├─► link    ─► (edge sums) ─┬─► accumulate ─► edges
 *                                           │                           └─► export     ─► metrics
 *                                           │                           └─► watch      ─► (alert sums)
 *                                           ├─► find paths ─► (path sums) ─► accumulate ─► critical path
 *                                           ├─► find errors ─► (error sums) ─► accumulate ─► errors
 *                                           └─► (demand) ─► set budgets ─► thresholds in (spans)
 *
 * (alert sums) ─► raise alerts ─► alerts
 * </pre>
 */
public final class TracePipeline {
  /** A bundle is cut, between spans, when it has reached this size. */
  private static final int BUNDLE_BYTES = 1 << 20;

  private final PipelineConfig config;
  private final Surroundings outside;
  private final Names names;
  private final OutputTopics outputs;

  /** A pipeline that spells its output as JSON. */
  public TracePipeline(PipelineConfig config, Surroundings outside) {
    this(config, outside, new JsonCodec());
  }

  TracePipeline(PipelineConfig config, Surroundings outside, OutputCodec codec) {
    this.config = config;
    this.outside = outside;
    this.names = new Names(config.name(), outside.generation().number());
    this.outputs = outputs(config, codec);
  }

  /** The topics that leave a pipeline of this configuration, with JSON for values. */
  public static OutputTopics outputs(PipelineConfig config) {
    return outputs(config, new JsonCodec());
  }

  private static OutputTopics outputs(PipelineConfig config, OutputCodec codec) {
    Set<OutputTopics.Extra> extras = EnumSet.noneOf(OutputTopics.Extra.class);
    if (config.errors().enabled()) {
      extras.add(OutputTopics.Extra.ERRORS);
    }
    if (config.criticalPath().enabled()) {
      extras.add(OutputTopics.Extra.CRITICAL_PATH);
    }
    if (config.alerts().isOn()) {
      extras.add(OutputTopics.Extra.ALERTS);
    }
    return new OutputTopics(
        config.name(), codec, config.maxRecordBytes(), config.metrics(), extras);
  }

  public Topology build() {
    Topology topology = new Topology();
    addRequests(topology);
    if (config.input().isByTrace()) {
      addAdmission(topology);
    } else {
      addHop(topology);
    }
    addSink(topology, Names.TRACES, outputs.traces(), Names.ASSEMBLE);
    addSink(topology, Names.DECISIONS, outputs.decisions(), Names.ASSEMBLE);
    addSink(topology, Names.FOREIGN_RECORDS, outputs.deadLetters(), Names.ASSEMBLE);

    topology.addProcessor(Names.MEASURE, measure(), Names.ASSEMBLE);
    topology.addSink(
        Names.RED_SUMS_OUT, names.redSumsTopic(), stamps(), bytes(), directed(), Names.MEASURE);
    addSource(topology, Names.RED_SUMS, names.redSumsTopic());
    topology.addProcessor(Names.ACCUMULATE_RED, accumulateRed(), Names.RED_SUMS);
    addSink(topology, Names.RED, outputs.red(), Names.ACCUMULATE_RED);
    addSink(topology, Names.FOREIGN_RED_SUMS, outputs.deadLetters(), Names.ACCUMULATE_RED);
    if (config.metrics().isOn()) {
      topology.addProcessor(Names.EXPORT_RED, exportRed(), Names.RED_SUMS);
      outputs
          .redMetrics()
          .ifPresent(to -> addSink(topology, Names.RED_METRICS, to, Names.EXPORT_RED));
    }

    topology.addProcessor(Names.LINK, link(), Names.ASSEMBLE);
    topology.addSink(
        Names.EDGE_SUMS_OUT, names.edgeSumsTopic(), stamps(), bytes(), directed(), Names.LINK);
    addSource(topology, Names.EDGE_SUMS, names.edgeSumsTopic());
    topology.addProcessor(Names.ACCUMULATE_EDGES, accumulateEdges(), Names.EDGE_SUMS);
    addSink(topology, Names.EDGES, outputs.edges(), Names.ACCUMULATE_EDGES);
    addSink(topology, Names.FOREIGN_EDGE_SUMS, outputs.deadLetters(), Names.ACCUMULATE_EDGES);
    if (config.metrics().isOn()) {
      topology.addProcessor(Names.EXPORT_EDGES, exportEdges(), Names.EDGE_SUMS);
      outputs
          .edgeMetrics()
          .ifPresent(to -> addSink(topology, Names.EDGE_METRICS, to, Names.EXPORT_EDGES));
    }

    outputs.errors().ifPresent(to -> addErrors(topology, to));

    topology.addSink(
        Names.DEMAND_OUT, names.demandTopic(), stamps(), bytes(), directed(), Names.ASSEMBLE);
    addSource(topology, Names.DEMAND, names.demandTopic());
    topology.addProcessor(Names.SET_BUDGETS, setBudgets(), Names.DEMAND);
    topology.addSink(
        Names.TABLES,
        names.assemblersTopic(config),
        stamps(),
        bytes(),
        directed(),
        Names.SET_BUDGETS);
    topology.addSink(
        Names.TABLE_ARCHIVE, names.controlTopic(), bytes(), bytes(), Names.SET_BUDGETS);
    addSink(topology, Names.FOREIGN_DEMAND, outputs.deadLetters(), Names.SET_BUDGETS);

    // Last, so that the tasks of the others keep their numbers with and without them.
    outputs
        .criticalPath()
        .ifPresent(to -> new PathStages(this, config.criticalPath(), names, to).addTo(topology));
    outputs.alerts().ifPresent(to -> addAlerts(topology, to));
    return topology;
  }

  /** Every span is sent to where its trace is put together. */
  private void addHop(Topology topology) {
    topology.addProcessor(Names.SPLIT, split(), Names.REQUESTS);
    topology.addSink(Names.BUNDLES, names.spansTopic(), stamps(), bytes(), directed(), Names.SPLIT);
    addSink(topology, Names.DEAD_LETTERS, outputs.deadLetters(), Names.SPLIT);

    addSource(topology, Names.SPANS, names.spansTopic());
    topology.addProcessor(Names.ASSEMBLE, assemble(null), Names.SPANS);
  }

  /** Every span is there already. What is in force comes beside them. */
  private void addAdmission(Topology topology) {
    topology.addProcessor(
        Names.SPLIT,
        new AdmitRequests(
            partition -> intake(config, outside.generation(), partition),
            new SplitRequests.Outputs(Names.ASSEMBLE, Names.DEAD_LETTERS)),
        Names.REQUESTS);
    addSink(topology, Names.DEAD_LETTERS, outputs.deadLetters(), Names.SPLIT);

    addSource(topology, Names.ORDERS, names.ordersTopic());
    AssembleTraces.Silence silence =
        new AssembleTraces.Silence(outside.sources(), outside.heartbeat());
    topology.addProcessor(Names.ASSEMBLE, assemble(silence), Names.SPLIT, Names.ORDERS);
  }

  /** What records of an input become that is partitioned by trace. */
  static RequestIntake intake(PipelineConfig config, SpansGeneration generation, int partition) {
    String input = config.input().topics().get(0);
    return new RequestIntake(input, partition, generation.partitions(), config.maxRecordBytes());
  }

  private void addErrors(Topology topology, OutputTopic<ErrorSeries, ErrorPoint> to) {
    topology.addProcessor(Names.FIND_ERRORS, findErrors(), Names.ASSEMBLE);
    topology.addSink(
        Names.ERROR_SUMS_OUT,
        names.errorSumsTopic(),
        stamps(),
        bytes(),
        directed(),
        Names.FIND_ERRORS);
    addSource(topology, Names.ERROR_SUMS, names.errorSumsTopic());
    topology.addProcessor(Names.ACCUMULATE_ERRORS, accumulateErrors(), Names.ERROR_SUMS);
    addSink(topology, Names.ERRORS, to, Names.ACCUMULATE_ERRORS);
    addSink(topology, Names.FOREIGN_ERROR_SUMS, outputs.deadLetters(), Names.ACCUMULATE_ERRORS);
  }

  private void addAlerts(Topology topology, OutputTopic<Alert, Alert> to) {
    AlertStages alerts = new AlertStages(this, config.alerts(), names, to);
    alerts.addTo(topology);
    if (config.criticalPath().enabled()) {
      alerts.addPathsTo(topology);
    }
    if (config.errors().enabled()) {
      alerts.addErrorsTo(topology);
    }
  }

  private SplitRequests split() {
    return new SplitRequests(
        outside.generation().partitions(),
        outside.sources(),
        outside.heartbeat(),
        partitions -> new RequestSplitter(partitions, BUNDLE_BYTES, config.maxRecordBytes()),
        new SplitRequests.Outputs(Names.BUNDLES, Names.DEAD_LETTERS));
  }

  /** Where assemblers have their spans from. */
  private String assembled() {
    return config.input().isByTrace() ? config.input().topics().get(0) : names.spansTopic();
  }

  private AssembleTraces assemble(AssembleTraces.@Nullable Silence silence) {
    return new AssembleTraces(
        names.decisionStore(),
        config.assembly(),
        config.red().maxSkew().toMillis(),
        new PolicySamplers(config.sampling()),
        new AssembleTraces.Surroundings(
            assembled(),
            outside.spans(),
            outside.generation().partitions(),
            outside.marks(),
            outside.assemblies(),
            silence),
        new AssembleTraces.Outputs(
            Names.TRACES,
            Names.DECISIONS,
            gatherers(),
            Names.DEMAND_OUT,
            Names.FOREIGN_RECORDS,
            config.maxRecordBytes()));
  }

  private List<String> gatherers() {
    List<String> nodes = new ArrayList<>(List.of(Names.MEASURE, Names.LINK));
    if (config.criticalPath().enabled()) {
      nodes.add(Names.FIND_PATHS);
    }
    if (config.errors().enabled()) {
      nodes.add(Names.FIND_ERRORS);
    }
    return nodes;
  }

  private GatherSums<RedSum> measure() {
    return new GatherSums<>(
        sums(), new RedFormat(), sums -> new RedMeter(config.red(), weights(), sums));
  }

  private GatherSums<EdgeSum> link() {
    return new GatherSums<>(
        sums(), new EdgeFormat(), sums -> new EdgeLinker(config.edges(), weights(), sums));
  }

  private GatherSums<ErrorSum> findErrors() {
    return new GatherSums<>(
        sums(), new ErrorFormat(), sums -> new ErrorFinder(config.errors(), weights(), sums));
  }

  GatherSums.Partitions sums() {
    SpansGeneration generation = outside.generation();
    return new GatherSums.Partitions(
        assembled(), generation.partitions(), generation.sumPartitions());
  }

  private Weights weights() {
    return new Weights(config.sampling()::ratioOf);
  }

  private AccumulateSums<RedSeries, RedSum, RedPoint> accumulateRed() {
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            Names.RED_STORE,
            new RedFormat(),
            config.red().window().toMillis(),
            retentionMillis(),
            ofPartition(config.red().maxSeries()),
            RedPoint::new),
        new AccumulateSums.Outputs(Names.RED, Names.FOREIGN_RED_SUMS));
  }

  private AccumulateSums<Edge, EdgeSum, EdgePoint> accumulateEdges() {
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            Names.EDGE_STORE,
            new EdgeFormat(),
            config.edges().window().toMillis(),
            retentionMillis(),
            ofPartition(config.edges().maxSeries()),
            EdgePoint::new),
        new AccumulateSums.Outputs(Names.EDGES, Names.FOREIGN_EDGE_SUMS));
  }

  private AccumulateSums<ErrorSeries, ErrorSum, ErrorPoint> accumulateErrors() {
    ErrorsConfig errors = config.errors();
    int most = ofPartition(errors.maxSeries());
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            Names.ERROR_STORE,
            new ErrorFormat(),
            errors.window().toMillis(),
            retentionMillis(),
            most,
            ErrorPoint::new),
        new SeriesMemory<>(
            Names.ERROR_MEMORY,
            errors.remember().toMillis(),
            (int) Math.min(10L * most, Integer.MAX_VALUE),
            sum -> sum.isSeen() ? sum.firstNanos() : SeriesMemory.UNSEEN,
            ErrorPoint::since),
        new AccumulateSums.Outputs(
            config.alerts().isOn()
                ? List.of(Names.ERRORS, Names.WATCH_ERRORS)
                : List.of(Names.ERRORS),
            Names.FOREIGN_ERROR_SUMS));
  }

  /** A series always meets in the same partition, and each may have its part of all. */
  int ofPartition(int series) {
    return (series - 1) / outside.generation().sumPartitions() + 1;
  }

  private ExportTotals<RedSeries, RedSum> exportRed() {
    return new ExportTotals<>(
        export(Names.RED_TOTALS_STORE, new RedFormat(), config.red().maxSeries()),
        outside.totals().red());
  }

  private ExportTotals<Edge, EdgeSum> exportEdges() {
    return new ExportTotals<>(
        export(Names.EDGE_TOTALS_STORE, new EdgeFormat(), config.edges().maxSeries()),
        outside.totals().edges());
  }

  private <K, S> ExportTotals.Export<K, S> export(
      String store, TotalsFormat<K, S> format, int mostSeries) {
    MetricsConfig metrics = config.metrics();
    return new ExportTotals.Export<>(
        store,
        format,
        ofPartition(mostSeries),
        metrics.interval(),
        metrics.expiry(),
        ExportTotals.Telling.valueOf(metrics.export().name()),
        metrics.scrape());
  }

  private SetBudgets setBudgets() {
    return new SetBudgets(
        Names.BUDGET_STORE,
        outside.generation().partitions(),
        config.assembly().maxAge().toMillis(),
        new SetBudgets.Outputs(Names.TABLES, Names.TABLE_ARCHIVE, Names.FOREIGN_DEMAND));
  }

  /** Until then a span may be measured or a call taken back: skew, then waiting, then lingering. */
  long retentionMillis() {
    return config
        .red()
        .maxSkew()
        .plus(config.assembly().maxAge())
        .plus(config.assembly().linger())
        .toMillis();
  }

  private void addRequests(Topology topology) {
    ArrivalTimestamps arrival = new ArrivalTimestamps(outside.clockMillis());
    AutoOffsetReset earliest = AutoOffsetReset.earliest();
    if (config.input().pattern() != null) {
      topology.addSource(earliest, Names.REQUESTS, arrival, BYTES, BYTES, config.input().pattern());
    } else {
      String[] topics = config.input().topics().toArray(new String[0]);
      topology.addSource(earliest, Names.REQUESTS, arrival, BYTES, BYTES, topics);
    }
  }

  /** What a stage refuses, in a sink of its own. */
  void addDeadLetters(Topology topology, String name, String parent) {
    addSink(topology, name, outputs.deadLetters(), parent);
  }
}
