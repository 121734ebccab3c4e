package io.spanmill.topology.webhook;

import io.spanmill.sinks.ValueFields;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says again and again of what fires that it does, as Alertmanager wants it: read out of the topic
 * itself, so that a restart, and another instance, know the same.
 */
public final class FiringAlerts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FiringAlerts.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final ValueFields values;
  private final AlertPoster poster;
  private final Duration every;
  private final Map<ByteBuffer, Map<String, @Nullable Object>> firing = new LinkedHashMap<>();
  private final Thread thread;
  private volatile int count;

  /**
   * @param consumer of no group, of which nobody else knows
   */
  public FiringAlerts(
      Consumer<byte[], byte[]> consumer,
      String topic,
      ValueFields values,
      AlertPoster poster,
      Duration every) {
    this.consumer = consumer;
    this.topic = topic;
    this.values = values;
    this.poster = poster;
    this.every = every;
    thread = new Thread(this::repeat, "firing-alerts");
    thread.setDaemon(true);
  }

  public FiringAlerts start() {
    thread.start();
    return this;
  }

  /** How many fired when they were last told of. */
  public int count() {
    return count;
  }

  private void repeat() {
    try (values) {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(every.toMillis());
        lookAndTell();
      }
    } catch (InterruptedException | InterruptException end) {
      Thread.currentThread().interrupt();
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private void lookAndTell() {
    try {
      // Nobody tells of an end between the look and what is told of it.
      synchronized (poster) {
        look();
        List<Map<String, @Nullable Object>> all = new ArrayList<>(firing.values());
        for (int from = 0; from < all.size(); from += AlertPoster.TOGETHER) {
          poster.post(all.subList(from, Math.min(all.size(), from + AlertPoster.TOGETHER)));
        }
      }
      count = firing.size();
    } catch (InterruptException end) {
      throw end;
    } catch (KafkaException later) {
      LOG.warn("cannot look at what fires, and will later: {}", later.getMessage());
    }
  }

  /** Reads what is new, to its end. */
  private void look() {
    if (consumer.assignment().isEmpty()) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    ByteBuffer key = ByteBuffer.wrap(record.key() == null ? new byte[0] : record.key());
    Map<String, @Nullable Object> alert = AlertRecords.fields(topic, record.value(), values);
    if (alert != null && AlertmanagerJson.isFiring(alert)) {
      firing.put(key, alert);
    } else {
      firing.remove(key);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(FAREWELL.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
