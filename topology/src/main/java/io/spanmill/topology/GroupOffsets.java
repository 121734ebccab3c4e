package io.spanmill.topology;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where partitions begin and end, and how far a group has dealt with them for certain. */
final class GroupOffsets {
  private final Admin admin;
  private final String group;

  GroupOffsets(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /** First offsets that can still be read. */
  Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** Offsets behind the last record that can be read as committed. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  /**
   * Offsets behind the very last record. A transaction that was committed becomes readable in one
   * partition after the other, so that only these tell of what is still to come.
   */
  Map<TopicPartition, Long> lasts(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  Map<TopicPartition, OffsetAndMetadata> committed() {
    return KafkaTopics.get(
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
  }

  /** The same, after all that is being committed just now. */
  Map<TopicPartition, OffsetAndMetadata> certain() {
    return KafkaTopics.get(
        admin
            .listConsumerGroupOffsets(
                group, new ListConsumerGroupOffsetsOptions().requireStable(true))
            .partitionsToOffsetAndMetadata(group));
  }

  /** A partition without a committed offset will be read from its start. */
  static long position(@Nullable OffsetAndMetadata committed, @Nullable Long start) {
    if (committed != null) {
      return committed.offset();
    }
    return start == null ? 0 : start;
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel seen) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    KafkaTopics.get(admin.listOffsets(asked, new ListOffsetsOptions(seen)).all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }
}
