package io.spanmill.topology;

import static io.spanmill.topology.Wires.addSink;

import io.spanmill.edges.EdgeLinker;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.Totals;
import io.spanmill.red.RedMeter;
import io.spanmill.sinks.OutputTopic;
import io.spanmill.sinks.OutputTopics;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.RedFormat;
import io.spanmill.state.SumKind;
import io.spanmill.state.TotalsFormat;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.window.AccumulateSums;
import io.spanmill.window.ExportTotals;
import io.spanmill.window.GatherSums;
import io.spanmill.window.Gatherer;
import io.spanmill.window.LocalSums;
import io.spanmill.window.TotalsWatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;

/**
 * The stages of series that are told by window, and as metrics beside: those of RED and of edges.
 *
 * <pre>
 * assemble ─► gather ─► (sums) ─┬─► accumulate ─► points
 *                               └─► export     ─► metrics
 * </pre>
 *
 * @param <K> names a series and a window of it
 * @param <S> the sum
 * @param <P> how a sum is told
 */
final class SeriesStages<K, S, P> implements SumStages {
  /** What its nodes and stores are called. */
  private record Called(
      String gather,
      String accumulate,
      String store,
      String points,
      String export,
      String totals,
      String metrics) {}

  /**
   * What is summed up.
   *
   * @param mostSeries how many a window may have
   */
  private record Summing<K, S, P>(
      TotalsFormat<K, S> format,
      Function<LocalSums<S>, Gatherer> gatherers,
      Duration window,
      int mostSeries,
      AccumulateSums.Telling<K, S, P> telling) {}

  /** Where it goes. */
  private record Outputs<K, S, P>(
      OutputTopic<K, P> points,
      Optional<OutputTopic<String, Totals<K, S>>> metrics,
      TotalsWatch<K, S> watch) {}

  private final PipelineConfig config;
  private final SumParts parts;
  private final Called called;
  private final Summing<K, S, P> summing;
  private final Outputs<K, S, P> outputs;

  private SeriesStages(
      PipelineConfig config,
      SumParts parts,
      Called called,
      Summing<K, S, P> summing,
      Outputs<K, S, P> outputs) {
    this.config = config;
    this.parts = parts;
    this.called = called;
    this.summing = summing;
    this.outputs = outputs;
  }

  static SeriesStages<RedSeries, RedSum, RedPoint> red(
      PipelineConfig config,
      SumParts parts,
      OutputTopics outputs,
      TotalsWatch<RedSeries, RedSum> watch) {
    return new SeriesStages<>(
        config,
        parts,
        new Called(
            Names.MEASURE,
            Names.ACCUMULATE_RED,
            Names.RED_STORE,
            Names.RED,
            Names.EXPORT_RED,
            Names.RED_TOTALS_STORE,
            Names.RED_METRICS),
        new Summing<>(
            new RedFormat(),
            sums -> new RedMeter(config.red(), parts.weights(), sums),
            config.red().window(),
            config.red().maxSeries(),
            RedPoint::new),
        new Outputs<>(outputs.red(), outputs.redMetrics(), watch));
  }

  static SeriesStages<Edge, EdgeSum, EdgePoint> edges(
      PipelineConfig config,
      SumParts parts,
      OutputTopics outputs,
      TotalsWatch<Edge, EdgeSum> watch) {
    boolean examples = config.alerts().asksEdges();
    return new SeriesStages<>(
        config,
        parts,
        new Called(
            Names.LINK,
            Names.ACCUMULATE_EDGES,
            Names.EDGE_STORE,
            Names.EDGES,
            Names.EXPORT_EDGES,
            Names.EDGE_TOTALS_STORE,
            Names.EDGE_METRICS),
        new Summing<>(
            new EdgeFormat(),
            sums -> new EdgeLinker(config.edges(), parts.weights(), sums, examples),
            config.edges().window(),
            config.edges().maxSeries(),
            EdgePoint::new),
        new Outputs<>(outputs.edges(), outputs.edgeMetrics(), watch));
  }

  @Override
  public SumKind kind() {
    return summing.format().kind();
  }

  @Override
  public String gatherer() {
    return called.gather();
  }

  @Override
  public void addGatherer(Topology topology) {
    GatherSums<S> gather =
        new GatherSums<>(parts.partitions(), summing.format(), summing.gatherers());
    topology.addProcessor(called.gather(), gather, Names.ASSEMBLE);
  }

  @Override
  public List<String> readers() {
    return config.metrics().isOn()
        ? List.of(called.accumulate(), called.export())
        : List.of(called.accumulate());
  }

  @Override
  public void addReaders(Topology topology) {
    topology.addProcessor(called.accumulate(), accumulate(), Names.SORT_SUMS);
    addSink(topology, called.points(), outputs.points(), called.accumulate());
    if (config.metrics().isOn()) {
      topology.addProcessor(called.export(), export(), Names.SORT_SUMS);
      outputs.metrics().ifPresent(to -> addSink(topology, called.metrics(), to, called.export()));
    }
  }

  @Override
  public String accumulator() {
    return called.accumulate();
  }

  private AccumulateSums<K, S, P> accumulate() {
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            called.store(),
            summing.format(),
            summing.window().toMillis(),
            parts.retentionMillis(),
            SumParts.TELL_EVERY,
            parts.ofEach(summing.mostSeries()),
            summing.telling()),
        new AccumulateSums.Outputs(called.points(), Names.FOREIGN_SUMS));
  }

  private ExportTotals<K, S> export() {
    return new ExportTotals<>(
        parts.export(called.totals(), summing.format(), summing.mostSeries(), config.metrics()),
        outputs.watch());
  }
}
