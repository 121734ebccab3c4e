package io.spanmill.topology;

import io.spanmill.state.PolicySet;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Policy sets that were applied to a pipeline, running or not. Once one was, it stays in force
 * whatever a configuration says, until another is applied.
 */
public final class AppliedPolicies {
  /**
   * What applying did.
   *
   * @param before in force until now; null if it was the configuration's
   * @param now in force from now on
   * @param places where that begins, a line each; none if it was in force already
   */
  public record Change(@Nullable PolicySet before, PolicySet now, List<String> places) {}

  private final PipelineConfig config;

  public AppliedPolicies(PipelineConfig config) {
    this.config = config;
  }

  /**
   * The set that was applied last; null if none ever was.
   *
   * @throws KafkaFailure if Kafka cannot be reached, or forbids it
   */
  public @Nullable PolicySet inForce() {
    try (KafkaAdmin admin = KafkaAdmin.reach(config)) {
      require(admin, KafkaCommand.SHOW_POLICIES);
      return new ControlArchive(config, admin.admin()).policies();
    }
  }

  /**
   * Puts a set in force, unless it is already.
   *
   * @throws KafkaFailure if there is no pipeline yet, or Kafka cannot be reached, forbids it or
   *     does not confirm it
   */
  public Change apply(PolicySet next) {
    try (KafkaAdmin reached = KafkaAdmin.reach(config)) {
      Admin admin = reached.admin();
      require(reached, KafkaCommand.APPLY_POLICIES);
      spans(admin);
      makeArchive(admin);
      // It shuts others out first: nobody changes what is read here before it is replaced.
      try (ControlPublisher publisher = new ControlPublisher(config)) {
        PolicySet before = new ControlArchive(config, admin).policies();
        if (before != null && before.version().equals(next.version())) {
          return new Change(before, before, List.of());
        }
        List<RecordMetadata> written = publisher.publish(next.toRecord(), spans(admin));
        return new Change(before, next, written.stream().map(AppliedPolicies::place).toList());
      }
    }
  }

  private void require(KafkaAdmin admin, KafkaCommand command) {
    RightsCheck.require(admin.admin(), LeastRights.inForce(config, admin.admin()), command);
  }

  /** A topic that has just been made knows nothing of what was applied to one before it. */
  void carryOver(Admin admin) {
    PolicySet applied = new ControlArchive(config, admin).policies();
    if (applied != null) {
      try (ControlPublisher publisher = new ControlPublisher(config)) {
        publisher.publish(applied.toRecord(), spans(admin));
      }
    }
  }

  private static String place(RecordMetadata written) {
    return written.topic() + "-" + written.partition() + " at offset " + written.offset();
  }

  /** The generation in force, with as many partitions as there are. */
  private SpansGeneration spans(Admin admin) {
    SpansGeneration generation = new ControlArchive(config, admin).generation();
    String topic = new Names(config.name(), generation.number()).assemblersTopic(config);
    TopicDescription description = new KafkaTopics(admin).describe(topic);
    if (description == null) {
      throw new KafkaFailure(
          "there is no topic "
              + topic
              + " yet: policies are applied to a pipeline that has been started before");
    }
    int partitions = description.partitions().size();
    return new SpansGeneration(generation.number(), partitions, generation.sumPartitions());
  }

  /** A pipeline that was started by an earlier release has made none. */
  private void makeArchive(Admin admin) {
    new KafkaTopics(admin).make(List.of(new TopicPlan(config).control()));
  }
}
