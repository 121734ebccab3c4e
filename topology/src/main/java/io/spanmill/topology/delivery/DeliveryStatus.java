package io.spanmill.topology.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** How far a courier is. One thread tells, any may ask. */
final class DeliveryStatus {
  private volatile Map<TopicPartition, Long> lag = Map.of();
  private volatile boolean waiting;
  private volatile long movedNanos = System.nanoTime();

  void look(Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> handedOver) {
    Map<TopicPartition, Long> found = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      consumer.currentLag(partition).ifPresent(records -> found.put(partition, records));
    }
    for (ConsumerRecord<byte[], byte[]> record : handedOver) {
      found.merge(new TopicPartition(record.topic(), record.partition()), 1L, Long::sum);
    }
    lag = Map.copyOf(found);
    if (!waiting && !handedOver.isEmpty()) {
      moved();
    }
    waiting = !handedOver.isEmpty();
  }

  void moved() {
    movedNanos = System.nanoTime();
  }

  /** Records that wait, by partition of those that this process reads. */
  Map<TopicPartition, Long> lag() {
    return lag;
  }

  /** For how long something waits, and nothing was taken. */
  Duration standstill() {
    return waiting ? Duration.ofNanos(System.nanoTime() - movedNanos) : Duration.ZERO;
  }
}
