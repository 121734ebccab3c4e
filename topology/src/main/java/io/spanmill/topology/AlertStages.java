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
import io.spanmill.alerts.TellIndicators;
import io.spanmill.alerts.WatchSums;
import io.spanmill.model.Alert;
import io.spanmill.sinks.OutputTopic;
import org.apache.kafka.streams.Topology;

/**
 * The stages of alerts. All that objectives ask of the sums of RED and of edges meets in one
 * partition.
 *
 * <pre>
 * (red sums)  ─► watch red   ─┐
 * (edge sums) ─► watch edges ─┼► (alert sums) ─► raise alerts ─► alerts
 * contributors ► watch paths ─┤
 * errors       ► watch errors ┘
 * </pre>
 */
final class AlertStages {
  private final TracePipeline pipeline;
  private final AlertsConfig config;
  private final Names names;
  private final OutputTopic<Alert, Alert> output;

  AlertStages(
      TracePipeline pipeline, AlertsConfig config, Names names, OutputTopic<Alert, Alert> output) {
    this.pipeline = pipeline;
    this.config = config;
    this.names = names;
    this.output = output;
  }

  /** Whoever is alarmed hears of critical paths, where those are found. */
  void addPathsTo(Topology topology) {
    topology.addProcessor(
        Names.WATCH_PATHS,
        new TellIndicators<>(names.pathSumsTopic(), new PathContributions()),
        Names.TELL_CONTRIBUTORS);
    addOut(topology, Names.PATH_INDICATORS_OUT, Names.WATCH_PATHS);
  }

  /** New groups of errors are alerts of their own, and the others may be causes. */
  void addErrorsTo(Topology topology) {
    topology.addProcessor(
        Names.WATCH_ERRORS,
        new TellIndicators<>(names.errorSumsTopic(), new ErrorIndications()),
        Names.ACCUMULATE_ERRORS);
    addOut(topology, Names.ERROR_INDICATORS_OUT, Names.WATCH_ERRORS);
  }

  /** Sums of RED are watched whatever the objectives are: somebody has to tell the time. */
  void addTo(Topology topology) {
    WatchSums red =
        new WatchSums(source(names.redSumsTopic()), sums -> new RedProjection(config, sums));
    topology.addProcessor(Names.WATCH_RED, red, Names.RED_SUMS);
    addOut(topology, Names.RED_INDICATORS_OUT, Names.WATCH_RED);
    if (config.asksEdges()) {
      WatchSums edges =
          new WatchSums(source(names.edgeSumsTopic()), sums -> new EdgeProjection(config, sums));
      topology.addProcessor(Names.WATCH_EDGES, edges, Names.EDGE_SUMS);
      addOut(topology, Names.EDGE_INDICATORS_OUT, Names.WATCH_EDGES);
    }
    addSource(topology, Names.ALERT_SUMS, names.alertSumsTopic());
    RaiseAlerts raise =
        new RaiseAlerts(
            Names.ALERT_STORE,
            config,
            new RaiseAlerts.Outputs(Names.ALERTS, Names.FOREIGN_ALERT_SUMS));
    topology.addProcessor(Names.RAISE_ALERTS, raise, Names.ALERT_SUMS);
    addSink(topology, Names.ALERTS, output, Names.RAISE_ALERTS);
    pipeline.addDeadLetters(topology, Names.FOREIGN_ALERT_SUMS, Names.RAISE_ALERTS);
  }

  private WatchSums.Source source(String topic) {
    int partitions = pipeline.sums().targets();
    return new WatchSums.Source(topic, config.asksEdges() ? 2 * partitions : partitions);
  }

  private void addOut(Topology topology, String name, String parent) {
    topology.addSink(name, names.alertSumsTopic(), stamps(), bytes(), directed(), parent);
  }
}
