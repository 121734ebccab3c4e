package io.spanmill.embedded;

import io.spanmill.sinks.OutputTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what is committed in the output topics, from their beginning. For one thread. */
final class OutputReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Consumer<ConsumerRecord<byte[], byte[]>>> readers = new HashMap<>();

  OutputReader(KafkaAccess access, OutputTopics topics, DemoTally tally) {
    readers.put(topics.decisions().name(), record -> tally.decision(record.value()));
    readers.put(topics.red().name(), record -> tally.red(record.key(), record.value()));
    readers.put(topics.edges().name(), record -> tally.edge(record.key(), record.value()));
    topics
        .criticalPath()
        .ifPresent(
            paths -> readers.put(paths.name(), record -> tally.path(record.key(), record.value())));
    topics
        .errors()
        .ifPresent(
            errors ->
                readers.put(errors.name(), record -> tally.error(record.key(), record.value())));
    topics
        .alerts()
        .ifPresent(
            alerts ->
                readers.put(alerts.name(), record -> tally.alert(record.key(), record.value())));
    consumer = access.consumer();
    List<TopicPartition> partitions = new ArrayList<>();
    readers.keySet().forEach(topic -> partitions.addAll(KafkaAccess.partitions(consumer, topic)));
    consumer.assign(partitions);
  }

  /** Reads what is new, and waits for something new no longer than that. */
  void read(Duration patience) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      Consumer<ConsumerRecord<byte[], byte[]>> reader = readers.get(record.topic());
      if (reader != null) {
        reader.accept(record);
      }
    }
  }

  @Override
  public void close() {
    // Otherwise it waits for an answer to its last fetch.
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
