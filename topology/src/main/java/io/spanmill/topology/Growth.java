package io.spanmill.topology;

import io.spanmill.assembly.TraceSpread;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.PipelineConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Gives the spans topic of a stopped pipeline more partitions: a new topic, and a new decision
 * store, into which all is carried over that instances need to go on. Until the last step nothing
 * has changed; what an interrupted attempt has left is thrown away by the next.
 */
public final class Growth {
  /**
   * What has become of a partition.
   *
   * @param partition of the new topic
   * @param old the only one from which anything came
   * @param records of the log
   * @param spans in them
   * @param decisions that are remembered
   */
  public record Row(int partition, int old, long records, long spans, long decisions) {}

  /**
   * What has been done.
   *
   * @param topic that is in force now
   * @param rows by partition; empty if it had as many partitions already
   * @param unused topics that nobody needs any more
   */
  public record Report(String topic, List<Row> rows, List<String> unused) {}

  private final PipelineConfig config;
  private final Consumer<String> progress;

  /**
   * @param progress hears a line of it every now and then
   */
  public Growth(PipelineConfig config, Consumer<String> progress) {
    this.config = config;
    this.progress = progress;
  }

  /** How a topic is deleted that is no longer used. */
  public static String deletion(String topic) {
    return "kafka-topics.sh --delete --topic " + topic;
  }

  /**
   * Grows, and deletes nothing but what an interrupted attempt has left.
   *
   * @param deleting whether {@link #delete} is to follow, which takes rights of its own
   * @throws ConfigException if that is not a multiple of what there is, the pipeline would read
   *     what it writes, or its input is partitioned by trace
   * @throws KafkaFailure if an instance runs, the pipeline has never run, Kafka cannot be reached
   *     or does not confirm it; then all is as it was
   */
  public Report to(int partitions, boolean deleting) {
    if (config.input().isByTrace()) {
      throw new ConfigException(
          "input.partitioned_by: a pipeline has the partitions of an input that is partitioned by"
              + " trace, and cannot grow");
    }
    KafkaCommand command = deleting ? KafkaCommand.GROW_AND_DELETE : KafkaCommand.GROW;
    try (KafkaAdmin reached = KafkaAdmin.reach(config)) {
      Admin admin = reached.admin();
      SpansGeneration now = allowed(admin, command);
      if (partitions == now.partitions()) {
        return report(now, List.of(), admin);
      }
      TraceSpread spread = spread(now.partitions(), partitions);
      RightsCheck.require(admin, new LeastRights(config, now.number()), command);
      SpansGeneration next = now.next(partitions);
      new TopicPlan(config, next).all();
      List<Row> rows = grow(admin, now, next, spread);
      return report(next, rows, admin);
    }
  }

  private Report report(SpansGeneration inForce, List<Row> rows, Admin admin) {
    TopicPlan plan = new TopicPlan(config, inForce);
    return new Report(plan.spans().name(), rows, new KafkaTopics(admin).visible(plan.unused()));
  }

  /**
   * Deletes topics.
   *
   * @throws KafkaFailure if Kafka cannot be reached, or forbids it
   */
  public void delete(List<String> topics) {
    try (KafkaAdmin admin = KafkaAdmin.reach(config)) {
      new KafkaTopics(admin.admin()).delete(topics);
    }
  }

  private static TraceSpread spread(int before, int after) {
    try {
      return new TraceSpread(before, after);
    } catch (IllegalArgumentException misfit) {
      throw new ConfigException("--partitions: " + misfit.getMessage());
    }
  }

  /** Who may not even ask is told all that is missing. */
  private SpansGeneration allowed(Admin admin, KafkaCommand command) {
    try {
      return inForce(admin);
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof AuthorizationException) {
        RightsCheck.require(admin, LeastRights.inForce(config, admin), command);
      }
      throw failure;
    }
  }

  private SpansGeneration inForce(Admin admin) {
    SpansGeneration grown = new ControlArchive(config, admin).grown();
    if (grown != null) {
      return grown;
    }
    Names names = new Names(config.name());
    int sums = partitions(admin, names.sumsTopic());
    return new SpansGeneration(1, partitions(admin, names.decisionChangelog()), sums);
  }

  private static int partitions(Admin admin, String topic) {
    TopicDescription description = new KafkaTopics(admin).describe(topic);
    if (description == null) {
      throw new KafkaFailure(
          "there is no topic " + topic + " yet: only a pipeline that has run before can grow");
    }
    return description.partitions().size();
  }

  private List<Row> grow(
      Admin admin, SpansGeneration now, SpansGeneration next, TraceSpread spread) {
    Names names = new Names(config.name(), now.number());
    new KafkaTopics(admin).make(List.of(new TopicPlan(config, now).control()));
    try (HeldGroup group = HeldGroup.take(config, admin, names.spansTopic(), progress);
        GrowthWriter writer = new GrowthWriter(config, next)) {
      if (!inForce(admin).equals(now)) {
        throw new KafkaFailure("somebody else has grown it meanwhile");
      }
      StoppedAssembly old = new StoppedAssembly(config, admin, now, group);
      old.awaitEnds(progress);
      new GrownTopics(config, admin, progress).make(now, next);
      List<Row> rows = new ArrayList<>();
      for (int partition = 0; partition < now.partitions(); partition++) {
        rows.addAll(new PartitionGrowth(old, spread, group, writer, progress).grow(partition));
      }
      writer.putInForce(group.metadata());
      rows.sort(Comparator.comparingInt(Row::partition));
      return rows;
    }
  }
}
