package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The control topic: the last of everything that was put in force. */
final class ControlArchive {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final PipelineConfig config;
  private final Admin admin;
  private final Names names;

  ControlArchive(PipelineConfig config, Admin admin) {
    this.config = config;
    this.admin = admin;
    this.names = new Names(config.name());
  }

  /**
   * The policy set that was applied last; null if none ever was. Waits for what is being applied.
   *
   * @throws KafkaFailure if Kafka forbids it, or a transaction stays open
   */
  @Nullable PolicySet policies() {
    byte[] stored = last(ControlRecord.POLICIES);
    try {
      return stored == null ? null : PolicySet.of(ControlRecord.of(stored).payload());
    } catch (IllegalArgumentException foreign) {
      throw new KafkaFailure(names.controlTopic() + ": " + foreign.getMessage());
    }
  }

  /**
   * The generation of the spans topic that is in force; null if that is the first.
   *
   * @throws KafkaFailure as {@link #policies}
   */
  @Nullable SpansGeneration grown() {
    byte[] stored = last(SpansGeneration.NAME);
    try {
      return stored == null ? null : SpansGeneration.of(stored);
    } catch (IllegalArgumentException foreign) {
      throw new KafkaFailure(names.controlTopic() + ": " + foreign.getMessage());
    }
  }

  /** As {@link #grown}, or the first with as many partitions as are configured. */
  SpansGeneration generation() {
    SpansGeneration grown = grown();
    return grown == null ? SpansGeneration.first(config.partitions()) : grown;
  }

  private byte @Nullable [] last(String name) {
    if (new KafkaTopics(admin).describe(names.controlTopic()) == null) {
      return null;
    }
    TopicPartition archive = new TopicPartition(names.controlTopic(), 0);
    Map<TopicPartition, Long> last = new GroupOffsets(admin, config.name()).lasts(List.of(archive));
    return read(archive, last.getOrDefault(archive, 0L), name.getBytes(UTF_8));
  }

  private byte @Nullable [] read(TopicPartition archive, long end, byte[] name) {
    Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(new StreamsSettings(config).replay());
    try {
      consumer.assign(List.of(archive));
      consumer.seekToBeginning(List.of(archive));
      return last(consumer, archive, end, name);
    } catch (KafkaException refused) {
      throw new KafkaFailure(refused);
    } finally {
      // Otherwise it waits for an answer to its last fetch.
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static byte @Nullable [] last(
      Consumer<byte[], byte[]> consumer, TopicPartition archive, long end, byte[] name) {
    long startNanos = System.nanoTime();
    byte[] found = null;
    while (consumer.position(archive) < end) {
      if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
        throw new KafkaFailure(archive.topic() + ": a transaction stays open");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        found = Arrays.equals(record.key(), name) ? record.value() : found;
      }
    }
    return found;
  }
}
