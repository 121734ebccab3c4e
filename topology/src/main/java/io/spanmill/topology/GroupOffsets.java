package io.spanmill.topology;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
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
    return offsets(partitions, OffsetSpec.earliest());
  }

  /** Offsets behind the last committed record. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  Map<TopicPartition, OffsetAndMetadata> committed() {
    return KafkaTopics.get(
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
  }

  /** A partition without a committed offset will be read from its start. */
  static long position(@Nullable OffsetAndMetadata committed, @Nullable Long start) {
    if (committed != null) {
      return committed.offset();
    }
    return start == null ? 0 : start;
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    ListOffsetsOptions committedOnly = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    KafkaTopics.get(admin.listOffsets(asked, committedOnly).all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }
}
