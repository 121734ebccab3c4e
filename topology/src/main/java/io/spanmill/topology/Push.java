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
import io.spanmill.topology.metrics.Exposition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Pushes kept traces and metrics to a back-end, beside Kafka Streams, as a group of its own, so
 * that nothing that happens there holds the pipeline up; and each signal by itself, so that who
 * takes no metrics still gets traces. Thread-safe.
 */
final class Push {
  /** One signal on its way. */
  private record Lane(Signal signal, PushCounts counts, Delivery delivery) {}

  private final List<Lane> lanes;

  private Push(List<Lane> lanes) {
    this.lanes = List.copyOf(lanes);
  }

  /**
   * Begins to push what is to be pushed, which may be nothing.
   *
   * @param failed hears what has ended it, if that was not {@link #close}
   * @throws ConfigException if a file of TLS cannot be used
   */
  static Push start(PipelineConfig config, Consumer<Throwable> failed) {
    List<Lane> lanes = new ArrayList<>();
    BackEnd backEnd = config.push().backEnd();
    if (backEnd != null) {
      topics(config)
          .forEach((signal, topic) -> lanes.add(lane(config, backEnd, signal, topic, failed)));
    }
    return new Push(lanes);
  }

  private static Lane lane(
      PipelineConfig config,
      BackEnd backEnd,
      Signal signal,
      String topic,
      Consumer<Throwable> failed) {
    Pusher pusher = pusher(config.push(), backEnd);
    StreamsSettings settings = new StreamsSettings(config);
    DeadLetterPost letters =
        new DeadLetterPost(TracePipeline.outputs(config).deadLetters(), settings.deadLetters());
    PushRecords recipient =
        new PushRecords(pusher, signal, config.push().limits().batchPayloads(), letters);
    Delivery delivery =
        Delivery.start(
            "push-" + signal.label(),
            settings.push(signal.label()),
            List.of(topic),
            recipient,
            failed);
    return new Lane(signal, pusher.counts(), delivery);
  }

  private static Pusher pusher(PushConfig push, BackEnd backEnd) {
    try {
      return new Pusher(backEnd, push.limits(), () -> ThreadLocalRandom.current().nextDouble());
    } catch (IOException unusable) {
      throw new ConfigException("push: " + unusable.getMessage());
    }
  }

  /** Where that stands which is to be pushed. */
  static Map<Signal, String> topics(PipelineConfig config) {
    OutputTopics outputs = TracePipeline.outputs(config);
    List<Signal> wanted = config.push().signals();
    Map<Signal, String> topics = new EnumMap<>(Signal.class);
    if (wanted.contains(Signal.TRACES)) {
      topics.put(Signal.TRACES, outputs.traces().name());
    }
    if (wanted.contains(Signal.METRICS)) {
      outputs.redMetrics().ifPresent(topic -> topics.put(Signal.METRICS, topic.name()));
    }
    return topics;
  }

  void addTo(Exposition out) {
    for (Lane lane : lanes) {
      PushMetrics.add(lane.signal(), lane.counts(), lane.delivery(), out);
    }
  }

  /** Lets it end after what is under way. */
  void stop() {
    lanes.forEach(lane -> lane.delivery().stop());
  }

  /**
   * As {@link #stop}, and waits until it has ended; what is under way after this time is cut off.
   *
   * @return false if it has not ended; what was not committed is pushed again
   */
  boolean close(Duration patience) {
    stop();
    boolean closed = true;
    for (Lane lane : lanes) {
      closed &= lane.delivery().close(patience);
    }
    return closed;
  }
}
