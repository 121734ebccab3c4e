package io.spanmill.topology;

import io.spanmill.exporter.BackEnd;
import io.spanmill.exporter.PushCounts;
import io.spanmill.exporter.Pusher;
import io.spanmill.otlp.Signal;
import io.spanmill.sinks.OutputTopics;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.topology.config.PushConfig;
import io.spanmill.topology.delivery.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Pushes kept traces and metrics to a back-end, beside Kafka Streams, as a group of its own, so
 * that nothing that happens there holds the pipeline up. Thread-safe.
 */
final class Push {
  private final PushCounts counts;
  private final Delivery delivery;

  private Push(PushCounts counts, Delivery delivery) {
    this.counts = counts;
    this.delivery = delivery;
  }

  /**
   * Begins to push.
   *
   * @param failed hears what has ended it, if that was not {@link #close}
   * @return null if nothing is to be pushed
   * @throws ConfigException if a file of TLS cannot be used
   */
  static @Nullable Push start(PipelineConfig config, Consumer<Throwable> failed) {
    PushConfig push = config.push();
    Map<String, Signal> signals = signals(config);
    BackEnd backEnd = push.backEnd();
    if (backEnd == null || signals.isEmpty()) {
      return null;
    }
    StreamsSettings settings = new StreamsSettings(config);
    Pusher pusher = pusher(push, backEnd);
    DeadLetterPost letters =
        new DeadLetterPost(TracePipeline.outputs(config).deadLetters(), settings.deadLetters());
    PushRecords recipient =
        new PushRecords(pusher, signals, push.limits().batchPayloads(), letters);
    Delivery delivery =
        Delivery.start("push", settings.push(), signals.keySet(), recipient, failed);
    return new Push(pusher.counts(), delivery);
  }

  private static Pusher pusher(PushConfig push, BackEnd backEnd) {
    try {
      return new Pusher(backEnd, push.limits(), () -> ThreadLocalRandom.current().nextDouble());
    } catch (IOException unusable) {
      throw new ConfigException("push: " + unusable.getMessage());
    }
  }

  /** What is pushed, by the topics that hold it. */
  static Map<String, Signal> signals(PipelineConfig config) {
    OutputTopics outputs = TracePipeline.outputs(config);
    Map<String, Signal> signals = new LinkedHashMap<>();
    if (config.push().signals().contains(Signal.TRACES)) {
      signals.put(outputs.traces().name(), Signal.TRACES);
    }
    if (config.push().signals().contains(Signal.METRICS)) {
      outputs.redMetrics().ifPresent(topic -> signals.put(topic.name(), Signal.METRICS));
    }
    return signals;
  }

  PushCounts counts() {
    return counts;
  }

  /** Records that wait, by partition of those that this process pushes. */
  Map<TopicPartition, Long> lag() {
    return delivery.lag();
  }

  /** For how long something waits, and the back-end has taken nothing. */
  Duration standstill() {
    return delivery.standstill();
  }

  /** Lets it end after what is under way. */
  void stop() {
    delivery.stop();
  }

  /**
   * As {@link #stop}, and waits until it has ended.
   *
   * @return false if it has not; what was not committed is pushed again
   */
  boolean close(Duration patience) {
    return delivery.close(patience);
  }
}
