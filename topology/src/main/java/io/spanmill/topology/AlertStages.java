package io.spanmill.topology;

import static io.spanmill.topology.Wires.addSink;
import static io.spanmill.topology.Wires.addSource;
import static io.spanmill.topology.Wires.bytes;
import static io.spanmill.topology.Wires.directed;
import static io.spanmill.topology.Wires.stamps;

import io.spanmill.alerts.AlertsConfig;
import io.spanmill.alerts.EdgeProjection;
import io.spanmill.alerts.ErrorIndications;
import io.spanmill.alerts.PathContributions;
import io.spanmill.alerts.RaiseAlerts;
import io.spanmill.alerts.RedProjection;
import io.spanmill.alerts.SumProjection;
import io.spanmill.alerts.TellIndicators;
import io.spanmill.alerts.WatchSums;
import io.spanmill.model.Alert;
import io.spanmill.model.IndicatorSum;
import io.spanmill.sinks.OutputTopic;
import io.spanmill.state.SumKind;
import io.spanmill.window.LocalSums;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;

/**
 * The stages of alerts. All that objectives ask of the sums of RED and of edges meets in one
 * partition.
 *
 * <pre>
 * (sums)       ─► watch sums  ─┐
 * contributors ─► watch paths  ┼► (alert sums) ─► raise alerts ─► alerts
 * errors       ─► watch errors ┘
 * </pre>
 */
final class AlertStages {
  private final AlertsConfig config;
  private final Names names;
  private final int sumPartitions;

  AlertStages(AlertsConfig config, Names names, int sumPartitions) {
    this.config = config;
    this.names = names;
    this.sumPartitions = sumPartitions;
  }

  /** The kinds of sums that {@link Names#WATCH_SUMS} takes. */
  List<SumKind> watched() {
    return config.asksEdges() ? List.of(SumKind.RED, SumKind.EDGES) : List.of(SumKind.RED);
  }

  /**
   * Adds those that watch. Sums are watched whatever the objectives are: somebody has to tell the
   * time. Whoever is alarmed hears of critical paths and of groups of errors, where those are
   * found.
   */
  void addWatches(Topology topology, boolean paths, boolean errors) {
    List<String> watches = new ArrayList<>(List.of(Names.WATCH_SUMS));
    topology.addProcessor(Names.WATCH_SUMS, watchSums(), Names.SORT_SUMS);
    if (paths) {
      watches.add(Names.WATCH_PATHS);
      topology.addProcessor(
          Names.WATCH_PATHS, tell(new PathContributions()), Names.TELL_CONTRIBUTORS);
    }
    if (errors) {
      watches.add(Names.WATCH_ERRORS);
      topology.addProcessor(
          Names.WATCH_ERRORS, tell(new ErrorIndications()), Names.ACCUMULATE_ERRORS);
    }
    topology.addSink(
        Names.INDICATORS_OUT,
        names.alertSumsTopic(),
        stamps(),
        bytes(),
        directed(),
        watches.toArray(new String[0]));
  }

  private WatchSums watchSums() {
    List<Function<LocalSums<IndicatorSum>, SumProjection>> projections = new ArrayList<>();
    projections.add(sums -> new RedProjection(config, sums));
    if (config.asksEdges()) {
      projections.add(sums -> new EdgeProjection(config, sums));
    }
    return new WatchSums(new WatchSums.Source(names.sumsTopic(), sumPartitions), projections);
  }

  private <K, P> TellIndicators<K, P> tell(TellIndicators.Reading<K, P> reading) {
    return new TellIndicators<>(names.sumsTopic(), reading);
  }

  void addTo(Topology topology, OutputTopic<Alert, Alert> output) {
    addSource(topology, Names.ALERT_SUMS, names.alertSumsTopic());
    RaiseAlerts raise =
        new RaiseAlerts(
            Names.ALERT_STORE,
            config,
            new RaiseAlerts.Outputs(Names.ALERTS, Names.FOREIGN_ALERT_SUMS));
    topology.addProcessor(Names.RAISE_ALERTS, raise, Names.ALERT_SUMS);
    addSink(topology, Names.ALERTS, output, Names.RAISE_ALERTS);
  }
}
