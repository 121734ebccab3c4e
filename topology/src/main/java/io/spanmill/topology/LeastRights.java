package io.spanmill.topology;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.Guarantee;
import io.spanmill.topology.config.PipelineConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each command has to be allowed to do, and no more: the topics are those of {@link
 * TopicPlan}, what is done with them is what the topology says of itself.
 *
 * <p>Nothing on the cluster: who may write to a topic may do so idempotently (Kafka 2.8 and newer),
 * and anybody may ask who is in the cluster.
 */
final class LeastRights {
  private static final String MADE = "made where it is missing; not needed once it is there";
  private static final String HELD_AGAINST = "its settings, held against those wanted";
  private static final String SPREAD = "over how many partitions";
  private static final String IS_IT_THERE = "whether it is there, and its partitions";

  private static final String GENERATION = "whether the spans topic has grown";

  private final PipelineConfig config;
  private final int generation;
  private final Names names;
  private final List<Right> rights = new ArrayList<>();

  /**
   * @param generation of the spans topic that is in force, from 1 on
   * @throws io.spanmill.topology.config.ConfigException if the pipeline would read what it writes
   */
  LeastRights(PipelineConfig config, int generation) {
    this.config = config;
    this.generation = generation;
    this.names = new Names(config.name(), generation);
    SpansGeneration any = new SpansGeneration(generation, config.partitions(), config.partitions());
    List<WantedTopic> topics = new TopicPlan(config, any).all();
    TopologyTopics used = TopologyTopics.of(config, any);
    inputs();
    topics.stream().filter(WantedTopic::isOurs).forEach(topic -> addRun(topic.name(), used));
    used.stores().forEach(this::addStore);
    addGroup();
    addPush();
    addWebhook();
    topics.forEach(this::addTopics);
    addGeneration();
    addPolicies();
    String decisions = TracePipeline.outputs(config).decisions().name();
    add(KafkaCommand.EXPLAIN, topic(decisions), READ, "what was decided of a trace");
    if (!config.input().isByTrace()) {
      addGrowth();
    }
  }

  /**
   * Those with the generation that is in force. Who may not ask which that is, is taken to have the
   * first: that very right is missing then.
   */
  static LeastRights inForce(PipelineConfig config, Admin admin) {
    try {
      return new LeastRights(config, new ControlArchive(config, admin).generation().number());
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof AuthorizationException) {
        return new LeastRights(config, 1);
      }
      throw failure;
    }
  }

  /** The generation of the spans topic for which they are. */
  int generation() {
    return generation;
  }

  /** All that a command needs, by resource. */
  List<Right> of(KafkaCommand command) {
    return rights.stream().filter(right -> right.command() == command).toList();
  }

  /** All that some of the commands need. */
  List<Right> of(Set<KafkaCommand> commands) {
    return rights.stream().filter(right -> commands.contains(right.command())).toList();
  }

  private void inputs() {
    String requests = "the requests";
    if (config.input().pattern() != null) {
      add(KafkaCommand.RUN, matching(config.input().pattern().pattern()), READ, requests);
    }
    for (String input : config.input().topics()) {
      add(KafkaCommand.RUN, topic(input), READ, requests);
    }
  }

  /** Topics that cover all that a pattern matches: those with its literal beginning. */
  private static ResourcePattern matching(String pattern) {
    String prefix = LiteralPrefix.of(pattern);
    return prefix.isEmpty()
        ? topic(ResourcePattern.WILDCARD_RESOURCE)
        : new ResourcePattern(TOPIC, prefix, PatternType.PREFIXED);
  }

  private void addRun(String name, TopologyTopics used) {
    ResourcePattern topic = topic(name);
    if (used.read().contains(name)) {
      add(KafkaCommand.RUN, topic, READ, "what one stage hands to the next");
    }
    if (name.equals(names.controlTopic())) {
      add(KafkaCommand.RUN, topic, READ, "the policies that were applied");
    }
    if (used.written().contains(name)) {
      add(KafkaCommand.RUN, topic, WRITE, "what a stage puts out");
    }
    if (used.read().contains(name)) {
      add(KafkaCommand.RUN, topic, DELETE, "purges what is needed no more");
    }
    add(KafkaCommand.RUN, topic, CREATE, MADE);
    add(KafkaCommand.RUN, topic, DESCRIBE_CONFIGS, HELD_AGAINST);
  }

  private void addStore(String store) {
    ResourcePattern changelog = topic(names.changelogOf(store));
    add(KafkaCommand.RUN, changelog, READ, "restores a store");
    add(KafkaCommand.RUN, changelog, WRITE, "what a store holds");
    add(KafkaCommand.RUN, changelog, CREATE, MADE);
  }

  private void addGroup() {
    ResourcePattern group = literal(GROUP, config.name());
    add(KafkaCommand.RUN, group, READ, "who has which partition, up to where");
    if (config.guarantee() == Guarantee.EXACTLY_ONCE_V2) {
      ResourcePattern threads =
          new ResourcePattern(TRANSACTIONAL_ID, config.name() + "-", PatternType.PREFIXED);
      add(
          KafkaCommand.RUN,
          threads,
          WRITE,
          "each thread's; applied policies into a new spans topic");
    } else {
      ResourcePattern policies = literal(TRANSACTIONAL_ID, names.policiesTransaction());
      add(KafkaCommand.RUN, policies, WRITE, "applied policies into a new spans topic");
    }
  }

  private void addPush() {
    Push.topics(config)
        .values()
        .forEach(pushed -> add(KafkaCommand.RUN, topic(pushed), READ, "what is pushed"));
    if (!Push.topics(config).isEmpty()) {
      add(KafkaCommand.RUN, literal(GROUP, names.pushGroup()), READ, "up to where is pushed");
    }
  }

  private void addWebhook() {
    String alerts = Webhook.topic(config);
    if (alerts != null) {
      add(KafkaCommand.RUN, topic(alerts), READ, "what is told");
      add(KafkaCommand.RUN, literal(GROUP, names.webhookGroup()), READ, "up to where is told");
    }
  }

  private void addTopics(WantedTopic wanted) {
    ResourcePattern topic = topic(wanted.name());
    if (!wanted.name().equals(names.controlTopic())) { // who reads it may ask for it, too
      add(KafkaCommand.TOPICS, topic, DESCRIBE, IS_IT_THERE);
      add(KafkaCommand.CREATE_TOPICS, topic, DESCRIBE, IS_IT_THERE);
    }
    if (wanted.isOurs()) {
      add(KafkaCommand.TOPICS, topic, DESCRIBE_CONFIGS, HELD_AGAINST);
      add(KafkaCommand.CREATE_TOPICS, topic, DESCRIBE_CONFIGS, HELD_AGAINST);
      add(KafkaCommand.CREATE_TOPICS, topic, CREATE, MADE);
    }
  }

  private void addGeneration() {
    for (KafkaCommand command : List.of(KafkaCommand.TOPICS, KafkaCommand.CREATE_TOPICS)) {
      add(command, topic(names.controlTopic()), READ, GENERATION);
      add(command, topic(names.decisionChangelog()), DESCRIBE, SPREAD);
    }
  }

  private void addGrowth() {
    addGrowth(KafkaCommand.GROW);
    addGrowth(KafkaCommand.GROW_AND_DELETE);
    for (String old : List.of(names.spansTopic(), names.decisionChangelog())) {
      add(KafkaCommand.GROW_AND_DELETE, topic(old), DELETE, "no longer used afterwards");
    }
  }

  /** Out of the topics of one generation into those of the next. */
  private void addGrowth(KafkaCommand command) {
    ResourcePattern control = topic(names.controlTopic());
    add(command, control, READ, GENERATION);
    add(command, control, WRITE, "puts the new spans topic in force");
    add(command, control, CREATE, MADE);
    add(command, control, DESCRIBE_CONFIGS, HELD_AGAINST);
    add(command, topic(names.sumsTopic()), DESCRIBE, SPREAD);
    for (String old : List.of(names.spansTopic(), names.decisionChangelog())) {
      add(command, topic(old), READ, "what is carried over");
      add(command, topic(old), DESCRIBE_CONFIGS, "its settings, for the new one");
    }
    Names next = new Names(config.name(), generation + 1);
    add(command, topic(next.spansTopic()), READ, "where instances go on");
    for (String made : List.of(next.spansTopic(), next.decisionChangelog())) {
      add(command, topic(made), WRITE, "what is carried over");
      add(command, topic(made), CREATE, "made for what is carried over");
      add(command, topic(made), DELETE, "left of an interrupted attempt");
      add(command, topic(made), DESCRIBE_CONFIGS, HELD_AGAINST);
    }
    add(command, literal(GROUP, config.name()), READ, "keeps instances out; where they go on");
    ResourcePattern policies = literal(TRANSACTIONAL_ID, names.policiesTransaction());
    add(command, policies, WRITE, "all is in force at once, or nothing");
  }

  private void addPolicies() {
    ResourcePattern control = topic(names.controlTopic());
    add(KafkaCommand.SHOW_POLICIES, control, READ, "the policies that were applied");
    KafkaCommand apply = KafkaCommand.APPLY_POLICIES;
    add(apply, topic(names.assemblersTopic(config)), WRITE, "where policies take effect");
    add(apply, control, READ, "the policies that were applied");
    add(apply, control, WRITE, "the policies that are applied");
    add(apply, control, CREATE, MADE);
    add(apply, control, DESCRIBE_CONFIGS, HELD_AGAINST);
    ResourcePattern policies = literal(TRANSACTIONAL_ID, names.policiesTransaction());
    add(apply, policies, WRITE, "policies go into all partitions or none");
  }

  private static ResourcePattern topic(String name) {
    return literal(TOPIC, name);
  }

  private static ResourcePattern literal(ResourceType type, String name) {
    return new ResourcePattern(type, name, PatternType.LITERAL);
  }

  private void add(KafkaCommand command, ResourcePattern on, AclOperation what, String purpose) {
    rights.add(new Right(on, what, command, purpose));
  }
}
