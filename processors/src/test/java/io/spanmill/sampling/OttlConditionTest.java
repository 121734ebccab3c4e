package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import io.spanmill.sampling.ottl.OttlExpression;
import io.spanmill.sampling.ottl.OttlParser;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OttlConditionTest {
  private static final List<TestSpan> SPANS =
      List.of(
          TestSpan.of(1, 0, "shop", SpanKind.SERVER), TestSpan.of(2, 1, "bank", SpanKind.CLIENT));

  private static Verdict verdict(String... conditions) {
    List<OttlExpression> expressions = Arrays.stream(conditions).map(OttlParser::span).toList();
    PolicySpec policy = new PolicySpec.OttlCondition("p", expressions);
    return new Sampler(SamplingConfig.of(List.of(policy)))
        .judge(new OpenTrace(0).add(SPANS).view());
  }

  @Test
  void anyConditionOfAnySpanIsEnough() {
    assertThat(verdict("kind.string == \"Client\"").kept()).isTrue();
    assertThat(
            verdict("name == \"no\"", "resource.attributes[\"service.name\"] == \"bank\"").kept())
        .isTrue();
  }

  @Test
  void oneSpanMustFulfilTheWholeCondition() {
    assertThat(
            verdict(
                    "kind.string == \"Client\" and resource.attributes[\"service.name\"] == \"shop\"")
                .kept())
        .isFalse();
  }

  @Test
  void whatIsKeptByTheTraceIdHasNoThreshold() {
    Verdict verdict = verdict("HasSuffix(trace_id.string, \"9\")");
    assertThat(verdict.kept()).isTrue();
    assertThat(verdict.threshold()).isEqualTo(Threshold.UNKNOWN);
  }

  @Test
  void thereMustBeACondition() {
    assertThatThrownBy(OttlConditionTest::verdict).hasMessageStartingWith("span: is missing");
  }
}
