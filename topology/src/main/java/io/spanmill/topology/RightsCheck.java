package io.spanmill.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka which rights are missing before anything is begun: a client that is refused in the
 * middle of its work says less, and later. What Kafka does not tell is taken as granted: what may
 * be done with a topic or a group that is not there yet, or with transactions beyond asking.
 */
final class RightsCheck {
  private static final short REPLICAS_OF_THE_BROKER = -1;

  private final Admin admin;
  private final List<Right> missing = new ArrayList<>();

  private RightsCheck(Admin admin) {
    this.admin = admin;
  }

  /**
   * @throws KafkaFailure that names in one line all that is missing, or says that Kafka does not
   *     answer
   */
  static void require(Admin admin, LeastRights least, KafkaCommand command) {
    List<Right> rights = least.of(command);
    RightsCheck check = new RightsCheck(admin);
    check.topics(byName(rights, right -> right.isOn(ResourceType.TOPIC) && isExact(right)));
    check.groups(byName(rights, right -> right.isOn(ResourceType.GROUP)));
    check.transactions(byName(rights, right -> right.isOn(ResourceType.TRANSACTIONAL_ID)));
    if (!check.missing.isEmpty()) {
      throw new KafkaFailure(Refusal.of(check.missing, least));
    }
  }

  private static Map<String, List<Right>> byName(List<Right> rights, Predicate<Right> which) {
    return rights.stream()
        .filter(which)
        .collect(
            Collectors.groupingBy(
                right -> right.resource().name(), LinkedHashMap::new, Collectors.toList()));
  }

  private static boolean isExact(Right right) {
    return right.resource().patternType() == PatternType.LITERAL
        && !right.resource().name().equals(ResourcePattern.WILDCARD_RESOURCE);
  }

  private void topics(Map<String, List<Right>> byTopic) {
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin
            .describeTopics(
                byTopic.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    List<NewTopic> absent = new ArrayList<>();
    answers.forEach(
        (topic, answer) -> {
          List<Right> rights = byTopic.getOrDefault(topic, List.of());
          try {
            addUnless(KafkaTopics.get(answer).authorizedOperations(), rights);
          } catch (KafkaFailure failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
              absent.add(new NewTopic(topic, 1, REPLICAS_OF_THE_BROKER));
            } else {
              addRefused(failure, rights);
            }
          }
        });
    creation(absent, byTopic);
  }

  /** Only those that a command makes itself. */
  private void creation(List<NewTopic> absent, Map<String, List<Right>> byTopic) {
    absent.removeIf(topic -> creating(byTopic.get(topic.name())).isEmpty());
    admin
        .createTopics(absent, new CreateTopicsOptions().validateOnly(true))
        .values()
        .forEach((topic, answer) -> probe(answer, creating(byTopic.get(topic))));
  }

  private static List<Right> creating(@Nullable List<Right> rights) {
    return rights == null
        ? List.of()
        : rights.stream().filter(right -> right.operation() == AclOperation.CREATE).toList();
  }

  private void groups(Map<String, List<Right>> byGroup) {
    DescribeConsumerGroupsOptions asking =
        new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
    byGroup.forEach(
        (group, rights) -> {
          try {
            KafkaTopics.get(admin.describeConsumerGroups(List.of(group), asking).all())
                .values()
                .forEach(found -> addUnless(found.authorizedOperations(), rights));
          } catch (KafkaFailure failure) {
            addRefused(failure, rights);
          }
        });
  }

  private void transactions(Map<String, List<Right>> byId) {
    byId.forEach(
        (id, rights) -> probe(admin.describeTransactions(List.of(id)).description(id), rights));
  }

  private void probe(KafkaFuture<?> answer, List<Right> rights) {
    try {
      KafkaTopics.get(answer);
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof AuthorizationException) {
        missing.addAll(rights);
      }
    }
  }

  /** A broker that does not tell, or not even what it must have allowed, is not believed. */
  private void addUnless(@Nullable Set<AclOperation> allowed, List<Right> rights) {
    if (allowed == null || !allowed.contains(AclOperation.DESCRIBE)) {
      return;
    }
    for (Right right : rights) {
      if (right.operation() != AclOperation.CREATE && !allowed.contains(right.operation())) {
        missing.add(right);
      }
    }
  }

  /** Who may not even ask lacks all that would have allowed it to. */
  private void addRefused(KafkaFailure failure, List<Right> rights) {
    if (failure.getCause() instanceof AuthorizationException) {
      rights.stream()
          .filter(right -> right.impliesDescribe() || right.operation() == AclOperation.DESCRIBE)
          .forEach(missing::add);
    } else if (failure.getCause() instanceof TimeoutException) {
      throw failure;
    }
  }
}
