package io.spanmill.topology;

import static io.spanmill.topology.Wires.BYTES;
import static io.spanmill.topology.Wires.addSink;
import static io.spanmill.topology.Wires.addSource;
import static io.spanmill.topology.Wires.bytes;
import static io.spanmill.topology.Wires.directed;
import static io.spanmill.topology.Wires.stamps;

import io.spanmill.assembly.AssembleTraces;
import io.spanmill.budget.SetBudgets;
import io.spanmill.sinks.JsonCodec;
import io.spanmill.sinks.OutputCodec;
import io.spanmill.sinks.OutputTopics;
import io.spanmill.split.AdmitRequests;
import io.spanmill.split.RequestIntake;
import io.spanmill.split.RequestSplitter;
import io.spanmill.split.SplitRequests;
import io.spanmill.state.SpansGeneration;
import io.spanmill.state.SumKind;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.window.SortSums;
import io.spanmill.window.SumPartitions;
import io.spanmill.window.TellTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 *               │                           ├─► measure ────┐
 *               │                           ├─► link ───────┤
 *               │                           ├─► find errors ┼─► (sums)
 *               │                           ├─► find paths ─┤
 *               └─► dead letters            ├─► tell time ──┘
 *                                           └─► (demand) ─► set budgets ─► thresholds in (spans)
 *
 * (sums) ─► sort ─┬─► accumulate ─► red, edges, errors, critical path
 *                 ├─► export     ─► metrics
 *                 └─► watch ─► (alert sums) ─► raise alerts ─► alerts
 * </pre>
 */
public final class TracePipeline {
  /** A bundle is cut, between spans, when it has reached this size. */
  private static final int BUNDLE_BYTES = 1 << 20;

  private final PipelineConfig config;
  private final Surroundings outside;
  private final Names names;
  private final OutputTopics outputs;
  private final SumParts parts;

  /** A pipeline that spells its output as JSON. */
  public TracePipeline(PipelineConfig config, Surroundings outside) {
    this(config, outside, new JsonCodec());
  }

  TracePipeline(PipelineConfig config, Surroundings outside, OutputCodec codec) {
    this.config = config;
    this.outside = outside;
    this.names = new Names(config.name(), outside.generation().number());
    this.outputs = outputs(config, codec);
    SpansGeneration generation = outside.generation();
    this.parts =
        SumParts.of(
            config,
            new SumPartitions(assembled(), generation.partitions(), generation.sumPartitions()));
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

    addSums(topology, sumStages());

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

    outputs.alerts().ifPresent(to -> alerts().addTo(topology, to));
    if (outputs.alerts().isPresent()) {
      addSink(topology, Names.FOREIGN_ALERT_SUMS, outputs.deadLetters(), Names.RAISE_ALERTS);
    }
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

  /** Sums of all kinds travel in one topic and meet in one task: a transaction for all of them. */
  private void addSums(Topology topology, List<SumStages> kinds) {
    kinds.forEach(kind -> kind.addGatherer(topology));
    topology.addProcessor(Names.TELL_TIME, new TellTime(parts.partitions()), Names.ASSEMBLE);
    topology.addSink(
        Names.SUMS_OUT,
        names.sumsTopic(),
        stamps(),
        bytes(),
        directed(),
        gatherers(kinds).toArray(new String[0]));

    addSource(topology, Names.SUMS, names.sumsTopic());
    topology.addProcessor(Names.SORT_SUMS, sort(kinds), Names.SUMS);
    kinds.forEach(kind -> kind.addReaders(topology));
    if (config.alerts().isOn()) {
      alerts().addWatches(topology, config.criticalPath().enabled(), config.errors().enabled());
    }
    List<String> refusing = new ArrayList<>(List.of(Names.SORT_SUMS));
    kinds.forEach(kind -> refusing.add(kind.accumulator()));
    addSink(topology, Names.FOREIGN_SUMS, outputs.deadLetters(), refusing.toArray(new String[0]));
  }

  private List<SumStages> sumStages() {
    List<SumStages> kinds = new ArrayList<>();
    kinds.add(SeriesStages.red(config, parts, outputs, outside.totals().red()));
    kinds.add(SeriesStages.edges(config, parts, outputs, outside.totals().edges()));
    List<String> ofErrors =
        config.alerts().isOn() ? List.of(Names.ERRORS, Names.WATCH_ERRORS) : List.of(Names.ERRORS);
    outputs
        .errors()
        .ifPresent(to -> kinds.add(new ErrorStages(config.errors(), parts, to, ofErrors)));
    outputs
        .criticalPath()
        .ifPresent(to -> kinds.add(new PathStages(config.criticalPath(), parts, to)));
    return kinds;
  }

  /** In the order in which they hear: of time last. */
  private static List<String> gatherers(List<SumStages> kinds) {
    List<String> nodes = new ArrayList<>();
    kinds.forEach(kind -> nodes.add(kind.gatherer()));
    nodes.add(Names.TELL_TIME);
    return nodes;
  }

  private SortSums sort(List<SumStages> kinds) {
    Map<SumKind, List<String>> readers = new EnumMap<>(SumKind.class);
    kinds.forEach(kind -> readers.put(kind.kind(), new ArrayList<>(kind.readers())));
    if (config.alerts().isOn()) {
      for (SumKind kind : alerts().watched()) {
        Objects.requireNonNull(readers.get(kind)).add(Names.WATCH_SUMS);
      }
    }
    return new SortSums(readers, Names.FOREIGN_SUMS);
  }

  private AlertStages alerts() {
    return new AlertStages(config.alerts(), names, parts.partitions().targets());
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
            gatherers(sumStages()),
            config.red().attributes(),
            Names.DEMAND_OUT,
            Names.FOREIGN_RECORDS,
            config.maxRecordBytes()));
  }

  private SetBudgets setBudgets() {
    return new SetBudgets(
        Names.BUDGET_STORE,
        outside.generation().partitions(),
        config.assembly().maxAge().toMillis(),
        new SetBudgets.Outputs(Names.TABLES, Names.TABLE_ARCHIVE, Names.FOREIGN_DEMAND));
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
}
