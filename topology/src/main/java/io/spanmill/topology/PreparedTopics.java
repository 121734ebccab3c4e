package io.spanmill.topology;

import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a pipeline starts with: those that are missing are made; where one has a number
 * of partitions that cannot be worked with, that is said.
 */
final class PreparedTopics {
  private final PipelineConfig config;
  private final Admin admin;
  private final KafkaTopics topics;

  PreparedTopics(PipelineConfig config, Admin admin) {
    this.config = config;
    this.admin = admin;
    this.topics = new KafkaTopics(admin);
  }

  /**
   * Makes what is missing; returns the generation to work with.
   *
   * @throws KafkaFailure if Kafka does not answer, or there are partitions too many or too few;
   *     then nothing was made
   */
  SpansGeneration generation() {
    SpansGeneration generation = fitting();
    TopicPlan plan = new TopicPlan(config, generation);
    List<KafkaTopics.Found> before = topics.inspect(plan.all());
    topics.create(before);
    topics.inspectCreated(plan.all());
    if (isMissing(plan.assemblers(), before) && !isMissing(plan.control(), before)) {
      new AppliedPolicies(config).carryOver(admin);
    }
    return generation;
  }

  /** The generation in force as far as it is known without looking at the spans topic itself. */
  SpansGeneration expected() {
    if (config.input().isByTrace()) {
      TopicDescription input = topics.describe(config.input().topics().get(0));
      return SpansGeneration.first(input == null ? config.partitions() : input.partitions().size());
    }
    SpansGeneration grown = new ControlArchive(config, admin).grown();
    if (grown != null) {
      return grown;
    }
    TopicDescription stored = topics.describe(new Names(config.name()).decisionChangelog());
    return SpansGeneration.first(stored == null ? config.partitions() : stored.partitions().size());
  }

  private SpansGeneration fitting() {
    requireSameKind();
    if (config.input().isByTrace()) {
      return ofInput();
    }
    SpansGeneration grown = new ControlArchive(config, admin).grown();
    return grown == null ? first() : requireFit(grown);
  }

  /** Offsets that are stored are those of the spans topic or those of the input. */
  private void requireSameKind() {
    boolean byTrace = config.input().isByTrace();
    Names names = new Names(config.name());
    String foreign = byTrace ? names.spansTopic() : names.ordersTopic();
    if (!topics.visible(List.of(foreign)).isEmpty()) {
      throw new KafkaFailure(
          String.format(
              "%s is there, so %s has run %s input.partitioned_by: trace_id; what it knows is of no"
                  + " use %s it: give the pipeline another name",
              foreign, config.name(), byTrace ? "without" : "with", byTrace ? "with" : "without"));
    }
  }

  /** Traces are put together in the partitions in which they come. */
  private SpansGeneration ofInput() {
    String input = config.input().topics().get(0);
    TopicDescription description = topics.describe(input);
    if (description == null) {
      throw new KafkaFailure("there is no topic " + input + " (input.topics)");
    }
    int partitions = description.partitions().size();
    SpansGeneration generation = SpansGeneration.first(partitions);
    Integer decided =
        topics.partitions(List.of(names().decisionChangelog())).values().stream()
            .findAny()
            .orElse(partitions);
    String misfit = inputMisfit(input, partitions, decided);
    if (misfit != null) {
      throw new KafkaFailure(misfit);
    }
    return requireFit(generation);
  }

  /** What to say of an input that has not as many partitions as its traces were spread over. */
  static @Nullable String inputMisfit(String topic, int found, int expected) {
    return found == expected
        ? null
        : String.format(
            "%s has %d partitions, but %s is worked off in %d: an input that is partitioned by trace"
                + " must keep its partitions; give the pipeline another name",
            topic, found, topic, expected);
  }

  private Names names() {
    return new Names(config.name());
  }

  private SpansGeneration first() {
    TopicPlan plan = new TopicPlan(config);
    String spans = plan.spans().name();
    String decisions = names().decisionChangelog();
    Map<String, Integer> found = topics.partitions(List.of(spans, decisions));
    int made = found.getOrDefault(spans, config.partitions());
    int partitions = found.getOrDefault(decisions, made);
    requireSpans(spans, found.getOrDefault(spans, partitions), partitions);
    return requireFit(SpansGeneration.first(partitions));
  }

  private SpansGeneration requireFit(SpansGeneration generation) {
    TopicPlan plan = new TopicPlan(config, generation);
    Map<String, Integer> wanted = plan.sharing();
    topics
        .partitions(wanted.keySet())
        .forEach(
            (topic, found) -> {
              int expected = wanted.getOrDefault(topic, found);
              if (topic.equals(plan.spans().name())) {
                requireSpans(topic, found, expected);
              } else if (found != expected) {
                throw new KafkaFailure(
                    String.format("%s has %d partitions: it must have %d", topic, found, expected));
              }
            });
    return generation;
  }

  private static void requireSpans(String topic, int found, int expected) {
    String misfit = misfit(topic, found, expected);
    if (misfit != null) {
      throw new KafkaFailure(misfit);
    }
  }

  /** What to say of a spans topic that has not as many partitions as traces are spread over. */
  static @Nullable String misfit(String topic, int found, int expected) {
    return found == expected
        ? null
        : String.format(
            "%s has %d partitions, but its traces are spread over %d: only ./spanmill grow can"
                + " change that",
            topic, found, expected);
  }

  private static boolean isMissing(WantedTopic topic, List<KafkaTopics.Found> found) {
    return found.stream().anyMatch(one -> one.wanted().equals(topic) && !one.exists());
  }
}
