package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.ottl.OttlParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OttlConditionReadingTest {

  private static LoadedConfig loaded(String block) {
    String yaml =
        "sampling: {policies: [{name: p, type: ottl_condition, ottl_condition: {" + block + "}}]}";
    return new ConfigReader(Map.of(), "host", 1L << 30).readText("file", yaml);
  }

  @Test
  void conditionsAboutSpansAndAboutEventsAreOneList() {
    LoadedConfig loaded =
        loaded("error_mode: ignore, span: ['name == \"a\"'], spanevent: ['name == \"b\"']");

    assertThat(loaded.config().sampling().policies())
        .containsExactly(
            new PolicySpec.OttlCondition(
                "p",
                List.of(OttlParser.span("name == \"a\""), OttlParser.spanEvent("name == \"b\""))));
    assertThat(loaded.notes()).isEmpty();
  }

  @Test
  void notesThatNoErrorPropagates() {
    assertThat(loaded("error_mode: propagate, span: ['true']").notes())
        .singleElement()
        .asString()
        .startsWith(
            "file: sampling.policies[0].ottl_condition.error_mode: \"propagate\" is as \"ignore\"");
    assertThat(loaded("error_mode: silent, span: ['true']").notes()).isEmpty();
  }

  @Test
  void notesThatATraceIdSaysNothingOfACount() {
    assertThat(loaded("span: ['HasPrefix(trace_id.string, \"0\")']").notes())
        .singleElement()
        .asString()
        .startsWith("file: sampling.policies[0].ottl_condition: looks at what decides");
  }
}
