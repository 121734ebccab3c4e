package io.spanmill.chaos;

import io.spanmill.embedded.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what is committed in the output topics, as far as it goes. For one thread. */
final class OutputWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Consumer<ConsumerRecord<byte[], byte[]>>> readers;

  OutputWatch(KafkaAccess access, Outputs outputs) {
    readers =
        Map.of(
            Application.NAME + "-decisions", outputs::takeDecision,
            Application.NAME + "-traces", outputs::takeTrace,
            Application.NAME + "-red", outputs::takeRed,
            Application.NAME + "-edges", outputs::takeEdge,
            Application.NAME + "-errors", outputs::takeError,
            Application.NAME + "-dead-letters", outputs::takeDeadLetter);
    consumer = access.consumer();
    List<TopicPartition> partitions = new ArrayList<>();
    readers.keySet().forEach(topic -> partitions.addAll(KafkaAccess.partitions(consumer, topic)));
    consumer.assign(partitions);
  }

  /** Reads everything up to where it ends now. */
  void catchUp() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Consumer<ConsumerRecord<byte[], byte[]>> reader = readers.get(record.topic());
        if (reader != null) {
          reader.accept(record);
        }
      }
    }
  }

  @Override
  public void close() {
    // Otherwise it waits for an answer to its last fetch.
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
