package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.InputConfig;
import io.spanmill.topology.config.PipelineConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

final class TopicPlanTest {
  private final PipelineConfig config =
      new ConfigReader(Map.of("SPANMILL_NAME", "mill"), "host", Long.MAX_VALUE).defaults().config();

  @Test
  void namesEveryTopicOnceAndStampsOursWithTheBrokersTime() {
    List<WantedTopic> topics = new TopicPlan(config).all();

    assertThat(topics)
        .extracting(WantedTopic::name)
        .containsExactly(
            "otlp_spans",
            "mill-spans",
            "mill-sums",
            "mill-demand",
            "mill-control",
            "mill-traces",
            "mill-decisions",
            "mill-red",
            "mill-edges",
            "mill-errors",
            "mill-dead-letters",
            "mill-critical-path");
    assertThat(topics)
        .filteredOn(WantedTopic::isOurs)
        .hasSize(11)
        .allSatisfy(
            topic ->
                assertThat(topic.config())
                    .containsEntry("message.timestamp.type", "LogAppendTime")
                    .containsEntry("max.message.bytes", "8454144"));
  }

  @Test
  void asksForNothingThatIsSwitchedOff() {
    PipelineConfig without =
        new ConfigReader(Map.of("SPANMILL_CRITICAL_PATH_ENABLED", "false"), "host", Long.MAX_VALUE)
            .defaults()
            .config();
    TopicPlan plan = new TopicPlan(without);

    assertThat(plan.all()).extracting(WantedTopic::name).noneMatch(topic -> topic.contains("path"));
    assertThat(plan.sharing().keySet()).noneMatch(topic -> topic.contains("path"));
    assertThat(new Names("spanmill").readTopics(without))
        .noneMatch(topic -> topic.contains("path"));
    assertThat(TopologyTopics.of(without, SpansGeneration.first(2)).stores())
        .doesNotContain(Names.PATH_STORE);
  }

  @Test
  void asksForOrdersInPlaceOfSpansWhereTheInputIsPartitionedByTrace() {
    PipelineConfig direct =
        config.reading(
            new InputConfig(List.of("otlp_spans"), null, InputConfig.Partitioning.TRACE_ID));
    TopicPlan plan = new TopicPlan(direct, SpansGeneration.first(3));

    assertThat(plan.all())
        .extracting(WantedTopic::name)
        .contains("mill-orders")
        .doesNotContain("mill-spans");
    assertThat(plan.assemblers().partitions()).isEqualTo(3);
    assertThat(plan.assemblers().config()).containsEntry("retention.ms", "-1");
    assertThat(plan.sharing()).containsKey("mill-orders").doesNotContainKey("mill-spans");

    LeastRights rights = new LeastRights(direct, 1);
    assertThat(rights.of(KafkaCommand.RUN))
        .filteredOn(right -> right.resource().name().equals("otlp_spans"))
        .extracting(Right::operation)
        .containsExactly(AclOperation.READ);
    assertThat(rights.of(KafkaCommand.APPLY_POLICIES))
        .extracting(right -> right.resource().name())
        .contains("mill-orders");
    assertThat(rights.of(KafkaCommand.GROW)).isEmpty();
    assertThat(rights.of(Set.of(KafkaCommand.values())))
        .noneMatch(right -> right.resource().name().contains("mill-spans"));
  }

  @Test
  void refusesToGrowWhereTheInputIsPartitionedByTrace() {
    PipelineConfig direct =
        config.reading(
            new InputConfig(List.of("otlp_spans"), null, InputConfig.Partitioning.TRACE_ID));
    assertThatThrownBy(() -> new Growth(direct, line -> {}).to(16, false))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "input.partitioned_by: a pipeline has the partitions of an input that is partitioned"
                + " by trace, and cannot grow");
  }

  @Test
  void refusesToReadWhatItWrites() {
    TopicPlan plan =
        new TopicPlan(config.reading(new InputConfig(List.of("otlp_spans", "mill-traces"), null)));

    assertThatThrownBy(plan::all)
        .isInstanceOf(ConfigException.class)
        .hasMessage("input.topics: mill-traces is a topic that Spanmill writes itself");
  }

  @Test
  void refusesAPatternThatMatchesWhatItWrites() {
    TopicPlan plan =
        new TopicPlan(config.reading(new InputConfig(List.of(), Pattern.compile(".*spans"))));

    assertThatThrownBy(plan::all)
        .isInstanceOf(ConfigException.class)
        .hasMessage("input.pattern: .*spans matches mill-spans, which Spanmill writes itself");
  }
}
