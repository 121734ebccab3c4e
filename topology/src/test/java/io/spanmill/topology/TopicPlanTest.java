package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.InputConfig;
import io.spanmill.topology.config.PipelineConfig;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
            "mill-red-sums",
            "mill-edge-sums",
            "mill-error-sums",
            "mill-demand",
            "mill-control",
            "mill-traces",
            "mill-decisions",
            "mill-red",
            "mill-edges",
            "mill-errors",
            "mill-dead-letters");
    assertThat(topics)
        .filteredOn(WantedTopic::isOurs)
        .hasSize(12)
        .allSatisfy(
            topic ->
                assertThat(topic.config())
                    .containsEntry("message.timestamp.type", "LogAppendTime")
                    .containsEntry("max.message.bytes", "8454144"));
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
