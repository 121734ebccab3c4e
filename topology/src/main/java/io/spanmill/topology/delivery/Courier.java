package io.spanmill.topology.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries records to a recipient, at least once: an offset is committed when the recipient has
 * dealt with all before it. While something waits nothing more is read, however long that takes;
 * the group is kept in touch with meanwhile. Belongs to one thread, but for {@link #stop}.
 */
final class Courier implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);
  private static final long COMMIT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final Recipient recipient;
  private final DeliveryStatus status;
  private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();

  /** What is dealt with, and not known to be committed. */
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

  private long committedNanos = System.nanoTime();
  private volatile boolean stopped;

  Courier(Consumer<byte[], byte[]> consumer, Recipient recipient, DeliveryStatus status) {
    this.consumer = consumer;
    this.recipient = recipient;
    this.status = status;
  }

  /** Goes on until it is stopped; what is dealt with is committed then. */
  void carry(Collection<String> topics) {
    consumer.subscribe(topics, this);
    while (!stopped) {
      if (waiting.isEmpty()) {
        consumer.resume(consumer.paused());
        add(consumer.poll(POLL));
      } else {
        handOver();
      }
      status.look(consumer, waiting);
    }
    commit();
  }

  /** Lets it end after what is under way. */
  void stop() {
    stopped = true;
  }

  private void add(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    records.forEach(waiting::add);
  }

  private void handOver() {
    Handover handover = recipient.take(Collections.unmodifiableList(waiting));
    List<ConsumerRecord<byte[], byte[]>> taken = waiting.subList(0, handover.records());
    for (ConsumerRecord<byte[], byte[]> record : taken) {
      done.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    if (!taken.isEmpty()) {
      status.moved();
    }
    taken.clear();
    if (waiting.isEmpty() || System.nanoTime() - committedNanos > COMMIT_EVERY_NANOS) {
      commit();
    }
    if (!waiting.isEmpty()) {
      keepInTouch(handover.records() > 0 ? Duration.ZERO : handover.delay());
    }
  }

  /** Lets the group know that somebody is here, for as long as this; reads nothing. */
  private void keepInTouch(Duration delay) {
    long until = System.nanoTime() + delay.toNanos();
    long left = delay.toNanos();
    do {
      consumer.pause(consumer.assignment());
      add(consumer.poll(Duration.ofNanos(Math.min(Math.max(left, 0), POLL.toNanos()))));
      status.look(consumer, waiting);
      left = until - System.nanoTime();
    } while (left > 0 && !stopped && !waiting.isEmpty());
  }

  /** What cannot be committed now is committed with the next, or carried once more. */
  private void commit() {
    if (done.isEmpty()) {
      return;
    }
    committedNanos = System.nanoTime();
    try {
      consumer.commitSync(Map.copyOf(done), COMMIT_PATIENCE);
      done.clear();
    } catch (CommitFailedException | RetriableException notNow) {
      LOG.info("offsets are not committed, and will be later: {}", notNow.getMessage());
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (!waiting.isEmpty()) {
      consumer.pause(partitions);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    try {
      commit();
    } catch (KafkaException failure) {
      LOG.warn("offsets are not committed: {}", failure.getMessage());
    }
    forget(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    forget(partitions);
  }

  /** Whoever has them now begins where was committed. */
  private void forget(Collection<TopicPartition> partitions) {
    waiting.removeIf(
        record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
    done.keySet().removeAll(partitions);
  }
}
