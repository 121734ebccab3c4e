package io.spanmill.topology.webhook;

import io.spanmill.exporter.Answer;
import io.spanmill.exporter.Backoff;
import io.spanmill.sinks.RegistryFailure;
import io.spanmill.sinks.ValueFields;
import io.spanmill.topology.delivery.Handover;
import io.spanmill.topology.delivery.Recipient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each change of an alert when it is committed, at least once. What is refused among others
 * is told again alone; what is refused alone is left out.
 */
public final class AlertRecords implements Recipient {
  private static final Logger LOG = LoggerFactory.getLogger(AlertRecords.class);

  private final AlertPoster poster;
  private final ValueFields values;
  private final Backoff backoff;

  /** So many of the first go alone. */
  private int alone;

  public AlertRecords(AlertPoster poster, ValueFields values, Backoff backoff) {
    this.poster = poster;
    this.values = values;
    this.backoff = backoff;
  }

  @Override
  public Handover take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    int most = alone > 0 ? 1 : Math.min(waiting.size(), AlertPoster.TOGETHER);
    List<Map<String, @Nullable Object>> alerts = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : waiting.subList(0, most)) {
      Map<String, @Nullable Object> alert = fields(record.topic(), record.value(), values);
      if (alert != null && AlertmanagerJson.isTold(alert)) {
        alerts.add(alert);
      }
    }
    return alerts.isEmpty() ? taken(most) : told(most, alerts);
  }

  private Handover told(int records, List<Map<String, @Nullable Object>> alerts) {
    Answer answer = poster.post(alerts);
    return switch (answer.kind()) {
      case ACCEPTED -> {
        backoff.reset();
        yield taken(records);
      }
      case REFUSED -> {
        if (records == 1) {
          LOG.warn("left out, as it is refused ({}): {}", answer.told(), alerts.get(0));
          yield taken(1);
        }
        alone = records;
        yield Handover.later(backoff.next(answer.after()));
      }
      case DENIED, UNAVAILABLE -> Handover.later(backoff.next(answer.after()));
    };
  }

  private Handover taken(int records) {
    alone = Math.max(0, alone - records);
    return Handover.taken(records);
  }

  /** Null for a deletion, and for what cannot be read. */
  static @Nullable Map<String, @Nullable Object> fields(
      String topic, byte @Nullable [] value, ValueFields values) {
    if (value == null) {
      return null;
    }
    try {
      return values.of(topic, value);
    } catch (IOException | RegistryFailure unreadable) {
      LOG.warn("a record in {} is no alert: {}", topic, unreadable.getMessage());
      return null;
    }
  }

  @Override
  public void close() {
    poster.close();
  }
}
