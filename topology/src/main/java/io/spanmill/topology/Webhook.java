package io.spanmill.topology;

import io.spanmill.exporter.Backoff;
import io.spanmill.sinks.ValueFields;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.topology.delivery.Delivery;
import io.spanmill.topology.webhook.AlertPoster;
import io.spanmill.topology.webhook.AlertRecords;
import io.spanmill.topology.webhook.FiringAlerts;
import io.spanmill.topology.webhook.WebhookConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells alerts to others, beside Kafka Streams, as a group of its own, so that nothing that happens
 * there holds the pipeline up. Thread-safe.
 */
final class Webhook {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final AlertPoster poster;
  private final Delivery delivery;
  private final FiringAlerts firing;

  private Webhook(AlertPoster poster, Delivery delivery, FiringAlerts firing) {
    this.poster = poster;
    this.delivery = delivery;
    this.firing = firing;
  }

  /**
   * Begins to tell.
   *
   * @param failed hears what has ended it, if that was not {@link #close}
   * @return null if nobody is to be told
   * @throws ConfigException if a file of TLS cannot be used
   */
  static @Nullable Webhook start(PipelineConfig config, Consumer<Throwable> failed) {
    WebhookConfig webhook = config.webhook();
    URI url = webhook.url();
    String topic = topic(config);
    if (url == null || topic == null) {
      return null;
    }
    StreamsSettings settings = new StreamsSettings(config);
    AlertPoster poster = poster(url, webhook);
    Backoff backoff =
        new Backoff(FIRST_RETRY, LONGEST_RETRY, () -> ThreadLocalRandom.current().nextDouble());
    AlertRecords recipient = new AlertRecords(poster, values(config), backoff);
    String group = new Names(config.name()).webhookGroup();
    Delivery delivery =
        Delivery.start(
            "webhook", settings.delivery(group, "alerts"), List.of(topic), recipient, failed);
    FiringAlerts firing =
        new FiringAlerts(
            new KafkaConsumer<>(settings.firing()),
            topic,
            values(config),
            poster,
            webhook.repeat());
    return new Webhook(poster, delivery, firing.start());
  }

  /** Where alerts are; null if nobody is told of any. */
  static @Nullable String topic(PipelineConfig config) {
    return config.webhook().url() == null
        ? null
        : TracePipeline.outputs(config).alerts().map(topic -> topic.name()).orElse(null);
  }

  private static ValueFields values(PipelineConfig config) {
    return new ValueFields(config.output().registry());
  }

  private static AlertPoster poster(URI url, WebhookConfig webhook) {
    try {
      return new AlertPoster(url, webhook, Clock.systemUTC());
    } catch (IOException unusable) {
      throw new ConfigException("alerts: " + unusable.getMessage());
    }
  }

  AlertPoster poster() {
    return poster;
  }

  /** For how long something waits, and nobody has taken anything. */
  Duration standstill() {
    return delivery.standstill();
  }

  /** Alerts that fire. */
  int firing() {
    return firing.count();
  }

  /** Lets it end after what is under way. */
  void stop() {
    delivery.stop();
  }

  /**
   * As {@link #stop}, and waits until it has ended.
   *
   * @return false if it has not; what was not committed is told again
   */
  boolean close(Duration patience) {
    boolean ended = delivery.close(patience);
    firing.close();
    return ended;
  }
}
