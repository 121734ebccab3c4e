package io.spanmill.connect;

import io.spanmill.exporter.Answer;
import io.spanmill.exporter.PushCounts;
import io.spanmill.otlp.Signal;
import io.spanmill.receiver.OtlpReceiver;
import io.spanmill.receiver.Refusal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what a task counts among the metrics of its worker, in the group {@code plugins}, with
 * connector and task as tags. The worker takes them away when the task ends.
 */
final class TaskMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);

  private final PluginMetrics metrics;

  private TaskMetrics(PluginMetrics metrics) {
    this.metrics = metrics;
  }

  /** A worker older than Kafka 4.1 has no place for them: then there are none. */
  static void show(OtlpReceiver receiver, Supplier<PluginMetrics> worker) {
    of(worker).ifPresent(metrics -> metrics.show(receiver));
  }

  /** As {@link #show(OtlpReceiver, Supplier)}. */
  static void show(PushCounts counts, Collection<Signal> signals, Supplier<PluginMetrics> worker) {
    of(worker).ifPresent(metrics -> signals.forEach(signal -> metrics.show(counts, signal)));
  }

  private static Optional<TaskMetrics> of(Supplier<PluginMetrics> worker) {
    try {
      return Optional.of(new TaskMetrics(worker.get()));
    } catch (LinkageError older) {
      LOG.info("This worker has no metrics of plugins");
      return Optional.empty();
    }
  }

  private void show(PushCounts counts, Signal signal) {
    String name = signal.label();
    Map<String, String> tags = Map.of("signal", name);
    add(
        "pushed-records-total",
        "Records that the back-end has taken.",
        tags,
        (config, now) -> counts.payloads(signal));
    add(
        "rejected-items-total",
        "Items that the back-end left out of requests that it took.",
        tags,
        (config, now) -> counts.rejectedItems(signal));
    add(
        "refused-records-total",
        "Records that the back-end will never take.",
        tags,
        (config, now) -> counts.refused(signal));
    for (Answer.Kind answer : Answer.Kind.values()) {
      add(
          "requests-total",
          "Requests to the back-end, by what it answered.",
          Map.of("signal", name, "answer", answer.name().toLowerCase(Locale.ROOT)),
          (config, now) -> counts.requests(signal, answer));
    }
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
