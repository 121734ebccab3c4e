package io.spanmill.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How much there is to read in a topic that a group has not yet dealt with for certain. */
final class Lag {
  private final Admin admin;
  private final String group;

  Lag(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /** Records, or places of records, between what is committed and the end; summed over topics. */
  long of(List<String> topics) {
    Map<TopicPartition, OffsetSpec> latest = partitions(topics, OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(latest);
    Map<TopicPartition, ListOffsetsResultInfo> starts =
        offsets(partitions(topics, OffsetSpec.earliest()));
    Map<TopicPartition, OffsetAndMetadata> committed =
        KafkaTopics.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    long lag = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
      OffsetAndMetadata done = committed.get(end.getKey());
      ListOffsetsResultInfo start = starts.get(end.getKey());
      long from = done != null ? done.offset() : start != null ? start.offset() : 0;
      lag += Math.max(0, end.getValue().offset() - from);
    }
    return lag;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(Map<TopicPartition, OffsetSpec> of) {
    return KafkaTopics.get(
        admin.listOffsets(of, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
  }

  private Map<TopicPartition, OffsetSpec> partitions(List<String> topics, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (TopicDescription topic :
        KafkaTopics.get(admin.describeTopics(topics).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(
              info -> partitions.put(new TopicPartition(topic.name(), info.partition()), spec));
    }
    return partitions;
  }
}
