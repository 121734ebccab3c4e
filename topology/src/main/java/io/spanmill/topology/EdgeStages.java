package io.spanmill.topology;

import static io.spanmill.topology.Wires.addSink;

import io.spanmill.edges.EdgeLinker;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.sinks.OutputTopics;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.SumKind;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.window.AccumulateSums;
import io.spanmill.window.ExportTotals;
import io.spanmill.window.GatherSums;
import io.spanmill.window.TotalsWatch;
import java.util.List;
import org.apache.kafka.streams.Topology;

/**
 * The stages of edges.
 *
 * <pre>
 * assemble ─► link ─► (sums) ─┬─► accumulate ─► edges
 *                             └─► export     ─► metrics
 * </pre>
 */
final class EdgeStages implements SumStages {
  private final PipelineConfig config;
  private final SumParts parts;
  private final OutputTopics outputs;
  private final TotalsWatch<Edge, EdgeSum> totals;

  EdgeStages(
      PipelineConfig config,
      SumParts parts,
      OutputTopics outputs,
      TotalsWatch<Edge, EdgeSum> totals) {
    this.config = config;
    this.parts = parts;
    this.outputs = outputs;
    this.totals = totals;
  }

  @Override
  public SumKind kind() {
    return SumKind.EDGES;
  }

  @Override
  public String gatherer() {
    return Names.LINK;
  }

  @Override
  public void addGatherer(Topology topology) {
    GatherSums<EdgeSum> link =
        new GatherSums<>(
            parts.partitions(),
            new EdgeFormat(),
            sums -> new EdgeLinker(config.edges(), parts.weights(), sums));
    topology.addProcessor(Names.LINK, link, Names.ASSEMBLE);
  }

  @Override
  public List<String> readers() {
    return config.metrics().isOn()
        ? List.of(Names.ACCUMULATE_EDGES, Names.EXPORT_EDGES)
        : List.of(Names.ACCUMULATE_EDGES);
  }

  @Override
  public void addReaders(Topology topology) {
    topology.addProcessor(Names.ACCUMULATE_EDGES, accumulate(), Names.SORT_SUMS);
    addSink(topology, Names.EDGES, outputs.edges(), Names.ACCUMULATE_EDGES);
    if (config.metrics().isOn()) {
      topology.addProcessor(Names.EXPORT_EDGES, export(), Names.SORT_SUMS);
      outputs
          .edgeMetrics()
          .ifPresent(to -> addSink(topology, Names.EDGE_METRICS, to, Names.EXPORT_EDGES));
    }
  }

  @Override
  public String accumulator() {
    return Names.ACCUMULATE_EDGES;
  }

  private AccumulateSums<Edge, EdgeSum, EdgePoint> accumulate() {
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            Names.EDGE_STORE,
            new EdgeFormat(),
            config.edges().window().toMillis(),
            parts.retentionMillis(),
            SumParts.TELL_EVERY,
            parts.ofEach(config.edges().maxSeries()),
            EdgePoint::new),
        new AccumulateSums.Outputs(Names.EDGES, Names.FOREIGN_SUMS));
  }

  private ExportTotals<Edge, EdgeSum> export() {
    return new ExportTotals<>(
        parts.export(
            Names.EDGE_TOTALS_STORE,
            new EdgeFormat(),
            config.edges().maxSeries(),
            config.metrics()),
        totals);
  }
}
