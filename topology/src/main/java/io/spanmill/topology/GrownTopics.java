package io.spanmill.topology;

import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topics of the next generation, empty, like those of the one before but larger. */
final class GrownTopics {
  private final PipelineConfig config;
  private final Admin admin;
  private final KafkaTopics topics;
  private final Consumer<String> progress;

  GrownTopics(PipelineConfig config, Admin admin, Consumer<String> progress) {
    this.config = config;
    this.admin = admin;
    this.topics = new KafkaTopics(admin);
    this.progress = progress;
  }

  /**
   * Makes them; any that are there already are left of an interrupted attempt, and are deleted.
   *
   * @throws KafkaFailure if Kafka forbids it
   */
  void make(SpansGeneration now, SpansGeneration next) {
    Names from = new Names(config.name(), now.number());
    Names to = new Names(config.name(), next.number());
    List<String> left = topics.existing(List.of(to.spansTopic(), to.decisionChangelog()));
    if (!left.isEmpty()) {
      progress.accept("deleting what an interrupted attempt has left: " + String.join(", ", left));
      topics.delete(left);
    }
    WantedTopic spans = new TopicPlan(config, next).spans();
    // As Kafka Streams would have made it, and with what was set since.
    WantedTopic store =
        new WantedTopic(to.decisionChangelog(), next.partitions(), Map.of(), "internal: decisions");
    progress.accept(
        String.format(
            "making %s and %s, each of %d partitions",
            spans.name(), store.name(), next.partitions()));
    KafkaTopics.get(
        admin
            .createTopics(
                List.of(like(from.spansTopic(), spans), like(from.decisionChangelog(), store)))
            .all());
    topics.inspectCreated(List.of(spans, store));
  }

  private NewTopic like(String model, WantedTopic wanted) {
    short replicas =
        (short)
            Objects.requireNonNull(topics.describe(model)).partitions().get(0).replicas().size();
    Map<String, String> settings = new HashMap<>(wanted.config());
    settings.putAll(topics.ownConfig(model));
    return new NewTopic(wanted.name(), wanted.partitions(), replicas).configs(settings);
  }
}
