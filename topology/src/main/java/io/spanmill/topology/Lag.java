package io.spanmill.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How much there is to read in a topic that a group has not yet dealt with for certain. */
final class Lag {
  private final Admin admin;
  private final GroupOffsets offsets;

  Lag(Admin admin, String group) {
    this.admin = admin;
    this.offsets = new GroupOffsets(admin, group);
  }

  /** Records, or places of records, between what is committed and the end; summed over topics. */
  long of(List<String> topics) {
    List<TopicPartition> partitions = partitions(topics);
    Map<TopicPartition, Long> ends = offsets.lasts(partitions);
    Map<TopicPartition, Long> starts = offsets.starts(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = offsets.committed();
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      TopicPartition partition = end.getKey();
      long done = GroupOffsets.position(committed.get(partition), starts.get(partition));
      lag += Math.max(0, end.getValue() - done);
    }
    return lag;
  }

  /** Whether all that stands in these topics can be read as committed. */
  boolean isReadable(List<String> topics) {
    List<TopicPartition> partitions = partitions(topics);
    Map<TopicPartition, Long> lasts = offsets.lasts(partitions);
    return offsets.ends(partitions).equals(lasts);
  }

  private List<TopicPartition> partitions(List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic :
        KafkaTopics.get(admin.describeTopics(topics).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
    }
    return partitions;
  }
}
