package io.spanmill.topology;

import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * A pipeline's group without any of its instances, held so that none can come: its only member
 * speaks another protocol than they, whom Kafka therefore turns away. Not thread-safe.
 */
final class HeldGroup implements AutoCloseable {
  private static final int SESSION_MILLIS = 10_000;
  private static final int BETWEEN_POLLS_MILLIS = 300_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<TopicPartition> partitions;

  private HeldGroup(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    this.partitions = new HashSet<>(consumer.assignment());
  }

  /**
   * Waits for as long as an instance may still count as a member that has just been stopped.
   *
   * @param topic that the group reads
   * @param waiting is told once if there is something to wait for
   * @throws KafkaFailure if there are members, or Kafka forbids it
   */
  static HeldGroup take(
      PipelineConfig config, Admin admin, String topic, Consumer<String> waiting) {
    awaitEmpty(config, admin, waiting);
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings(config));
    try {
      consumer.subscribe(List.of(topic));
      long startNanos = System.nanoTime();
      while (consumer.assignment().isEmpty()) {
        if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
          throw new KafkaFailure("cannot join the group " + config.name());
        }
        consumer.poll(POLL);
      }
      consumer.pause(consumer.assignment());
      return new HeldGroup(consumer);
    } catch (KafkaException refused) {
      consumer.close();
      throw new KafkaFailure(refused);
    }
  }

  private static Map<String, Object> settings(PipelineConfig config) {
    Map<String, Object> settings = new StreamsSettings(config).replay();
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.name());
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.name() + "-grow");
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 5);
    settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, BETWEEN_POLLS_MILLIS);
    return settings;
  }

  private static void awaitEmpty(PipelineConfig config, Admin admin, Consumer<String> waiting) {
    Duration session = new StreamsSettings(config).sessionTimeout();
    // At least for as long as another who has held it may be taken for alive.
    long patience = Math.max(session.toMillis(), SESSION_MILLIS) * 1_000_000 + MARGIN.toNanos();
    long startNanos = System.nanoTime();
    boolean told = false;
    for (List<String> members = members(config, admin);
        !members.isEmpty();
        members = members(config, admin)) {
      if (System.nanoTime() - startNanos > patience) {
        throw new KafkaFailure(
            String.format(
                "%s still runs (%s): stop all instances first",
                config.name(), String.join(", ", members)));
      }
      if (!told) {
        waiting.accept(
            String.format(
                "waiting for %s to leave; an instance that was stopped does so within %d s",
                String.join(", ", members), session.toSeconds()));
        told = true;
      }
      KafkaTopics.pause();
    }
  }

  private static List<String> members(PipelineConfig config, Admin admin) {
    try {
      Collection<MemberDescription> members =
          KafkaTopics.get(admin.describeConsumerGroups(List.of(config.name())).all())
              .values()
              .iterator()
              .next()
              .members();
      return members.stream()
          .map(member -> member.groupInstanceId().orElse(member.clientId()))
          .sorted()
          .toList();
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw failure;
    }
  }

  /** Where the group would go on in a partition of its topic; partitions without are left out. */
  Map<TopicPartition, Long> committed() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    try {
      consumer
          .committed(partitions)
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  positions.put(partition, offset.offset());
                }
              });
      return positions;
    } catch (KafkaException refused) {
      throw new KafkaFailure(refused);
    }
  }

  /**
   * To be called every now and then.
   *
   * @throws KafkaFailure if somebody else has joined
   */
  void stay() {
    try {
      consumer.poll(Duration.ZERO);
    } catch (KafkaException refused) {
      throw new KafkaFailure(refused);
    }
    if (!consumer.assignment().equals(partitions)) {
      throw new KafkaFailure("somebody else has joined the group " + consumer.groupMetadata());
    }
  }

  /** By which Kafka knows whether the group is still held. */
  ConsumerGroupMetadata metadata() {
    return consumer.groupMetadata();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Offsets as Kafka takes them. */
  static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Long> positions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    positions.forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at)));
    return offsets;
  }
}
