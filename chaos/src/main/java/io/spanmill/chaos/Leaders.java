package io.spanmill.chaos;

import io.spanmill.embedded.KafkaAccess;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/** Which broker does what, just now. */
final class Leaders {
  private final KafkaAccess access;

  Leaders(KafkaAccess access) {
    this.access = access;
  }

  /** The id of the broker that leads a partition. */
  int of(String topic, int partition) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(access.properties())) {
      TopicDescription described =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      return Objects.requireNonNull(described).partitions().get(partition).leader().id();
    }
  }

  /** The id of the broker that coordinates a group. */
  int coordinator(String group) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(access.properties())) {
      KafkaFuture<ConsumerGroupDescription> described =
          admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
      return Objects.requireNonNull(described).get().coordinator().id();
    }
  }
}
