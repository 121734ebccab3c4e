package io.spanmill.chaos;

import io.spanmill.embedded.KafkaAccess;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;

/** Which broker does what, just now. */
final class Leaders {
  private final KafkaAccess access;

  Leaders(KafkaAccess access) {
    this.access = access;
  }

  /** The id of the broker that leads a partition. */
  int of(String topic, int partition) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(access.properties())) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .get(partition)
          .leader()
          .id();
    }
  }

  /** The id of the broker that coordinates a group. */
  int coordinator(String group) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(access.properties())) {
      Node node =
          admin
              .describeConsumerGroups(List.of(group))
              .describedGroups()
              .get(group)
              .get()
              .coordinator();
      return node.id();
    }
  }
}
