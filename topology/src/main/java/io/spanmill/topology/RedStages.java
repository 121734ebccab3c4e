package io.spanmill.topology;

import static io.spanmill.topology.Wires.addSink;

import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.red.RedMeter;
import io.spanmill.sinks.OutputTopics;
import io.spanmill.state.RedFormat;
import io.spanmill.state.SumKind;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.window.AccumulateSums;
import io.spanmill.window.ExportTotals;
import io.spanmill.window.GatherSums;
import io.spanmill.window.TotalsWatch;
import java.util.List;
import org.apache.kafka.streams.Topology;

/**
 * The stages of RED.
 *
 * <pre>
 * assemble ─► measure ─► (sums) ─┬─► accumulate ─► red
 *                                └─► export     ─► metrics
 * </pre>
 */
final class RedStages implements SumStages {
  private final PipelineConfig config;
  private final SumParts parts;
  private final OutputTopics outputs;
  private final TotalsWatch<RedSeries, RedSum> totals;

  RedStages(
      PipelineConfig config,
      SumParts parts,
      OutputTopics outputs,
      TotalsWatch<RedSeries, RedSum> totals) {
    this.config = config;
    this.parts = parts;
    this.outputs = outputs;
    this.totals = totals;
  }

  @Override
  public SumKind kind() {
    return SumKind.RED;
  }

  @Override
  public String gatherer() {
    return Names.MEASURE;
  }

  @Override
  public void addGatherer(Topology topology) {
    GatherSums<RedSum> measure =
        new GatherSums<>(
            parts.partitions(),
            new RedFormat(),
            sums -> new RedMeter(config.red(), parts.weights(), sums));
    topology.addProcessor(Names.MEASURE, measure, Names.ASSEMBLE);
  }

  @Override
  public List<String> readers() {
    return config.metrics().isOn()
        ? List.of(Names.ACCUMULATE_RED, Names.EXPORT_RED)
        : List.of(Names.ACCUMULATE_RED);
  }

  @Override
  public void addReaders(Topology topology) {
    topology.addProcessor(Names.ACCUMULATE_RED, accumulate(), Names.SORT_SUMS);
    addSink(topology, Names.RED, outputs.red(), Names.ACCUMULATE_RED);
    if (config.metrics().isOn()) {
      topology.addProcessor(Names.EXPORT_RED, export(), Names.SORT_SUMS);
      outputs
          .redMetrics()
          .ifPresent(to -> addSink(topology, Names.RED_METRICS, to, Names.EXPORT_RED));
    }
  }

  @Override
  public String accumulator() {
    return Names.ACCUMULATE_RED;
  }

  private AccumulateSums<RedSeries, RedSum, RedPoint> accumulate() {
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            Names.RED_STORE,
            new RedFormat(),
            config.red().window().toMillis(),
            parts.retentionMillis(),
            SumParts.TELL_EVERY,
            parts.ofEach(config.red().maxSeries()),
            RedPoint::new),
        new AccumulateSums.Outputs(Names.RED, Names.FOREIGN_SUMS));
  }

  private ExportTotals<RedSeries, RedSum> export() {
    return new ExportTotals<>(
        parts.export(
            Names.RED_TOTALS_STORE, new RedFormat(), config.red().maxSeries(), config.metrics()),
        totals);
  }
}
