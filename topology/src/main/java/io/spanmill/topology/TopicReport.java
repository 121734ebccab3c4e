package io.spanmill.topology;

import io.spanmill.topology.config.PipelineConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The topics that a pipeline needs, as they were found. */
public final class TopicReport {
  private final List<KafkaTopics.Found> found;
  private final List<String> unused;

  private TopicReport(List<KafkaTopics.Found> found, List<String> unused) {
    this.found = found;
    this.unused = unused;
  }

  /**
   * Asks Kafka.
   *
   * @param create whether to make what is ours and missing first
   * @throws KafkaFailure if Kafka cannot be reached, or forbids it
   */
  public static TopicReport of(PipelineConfig config, boolean create) {
    try (KafkaAdmin admin = KafkaAdmin.reach(config)) {
      KafkaCommand command = create ? KafkaCommand.CREATE_TOPICS : KafkaCommand.TOPICS;
      RightsCheck.require(admin.admin(), LeastRights.inForce(config, admin.admin()), command);
      KafkaTopics topics = new KafkaTopics(admin.admin());
      TopicPlan plan = new TopicPlan(config, new PreparedTopics(config, admin.admin()).expected());
      List<KafkaTopics.Found> found = create ? topics.make(plan.all()) : topics.inspect(plan.all());
      return new TopicReport(found, topics.visible(plan.unused()));
    }
  }

  public boolean isSound() {
    return found.stream().allMatch(topic -> topic.wrong().isEmpty());
  }

  public void print(PrintWriter out) {
    for (KafkaTopics.Found topic : found) {
      WantedTopic wanted = topic.wanted();
      String state = topic.wrong().isEmpty() ? "ok" : String.join("; ", topic.wrong());
      out.printf("%s: %s%n    %s%n", wanted.name(), state, wanted.meaning());
      if (wanted.isOurs()) {
        Map<String, String> sorted = new TreeMap<>(wanted.config());
        out.printf("    %d partitions, %s%n", wanted.partitions(), sorted);
      }
    }
    unused.forEach(topic -> out.printf("%s: no longer used, %s%n", topic, Growth.deletion(topic)));
  }
}
