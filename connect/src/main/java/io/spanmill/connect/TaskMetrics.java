package io.spanmill.connect;

import io.spanmill.receiver.OtlpReceiver;
import io.spanmill.receiver.Refusal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what a receiver counts among the metrics of its worker, in the group {@code plugins}, with
 * connector and task as tags. The worker takes them away when the task ends.
 */
final class TaskMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);

  private final PluginMetrics metrics;

  private TaskMetrics(PluginMetrics metrics) {
    this.metrics = metrics;
  }

  /** A worker older than Kafka 4.1 has no place for them: then there are none. */
  static void show(OtlpReceiver receiver, SourceTaskContext context) {
    PluginMetrics metrics;
    try {
      metrics = context.pluginMetrics();
    } catch (LinkageError older) {
      LOG.info("This worker has no metrics of plugins");
      return;
    }
    new TaskMetrics(metrics).show(receiver);
  }

  private void show(OtlpReceiver receiver) {
    add(
        "accepted-requests-total",
        "Requests that were answered with success.",
        Map.of(),
        (config, now) -> receiver.counts().accepted());
    add(
        "rejected-items-total",
        "Items that were rejected out of requests that were a success otherwise.",
        Map.of(),
        (config, now) -> receiver.counts().rejectedItems());
    add(
        "waiting-bytes",
        "Bytes of requests that are in memory.",
        Map.of(),
        (config, now) -> receiver.bytesHeld());
    for (Refusal refusal : Refusal.values()) {
      add(
          "refused-requests-total",
          "Requests that were refused, by reason.",
          Map.of("reason", refusal.name().toLowerCase(Locale.ROOT)),
          (config, now) -> receiver.counts().refusedFor(refusal));
    }
  }

  private void add(String name, String description, Map<String, String> tags, Gauge<Long> value) {
    metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>(tags)), value);
  }
}
