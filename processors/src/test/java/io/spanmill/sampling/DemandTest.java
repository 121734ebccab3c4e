package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemandTest {
  private static final TestSpan SPAN = TestSpan.of(1, 0, "a", SpanKind.SERVER);
  private static final TestSpan FAILED = SPAN.with(StatusCode.ERROR);
  private static final PolicySpec ERRORS =
      new PolicySpec.StatusCodes("errors", Set.of(StatusCode.ERROR));
  private static final PolicySpec.Throughput EIGHT = ExactThresholds.budget(8);
  private static final PolicySpec.Throughput NINE = ExactThresholds.budget(9);

  private static List<String> asked(
      SamplingConfig.Match match, TestSpan span, PolicySpec... policies) {
    SamplingConfig base = SamplingConfig.of(List.of(policies));
    SamplingConfig config =
        new SamplingConfig(
            "",
            match,
            base.precision(),
            base.mode(),
            base.randomness(),
            base.upstream(),
            base.policies());
    Sampler sampler = new Sampler(config, new ExactThresholds());
    sampler.judge(new OpenTrace(7, -1, 0).add(List.of(span)).view());
    List<String> asked = new ArrayList<>();
    sampler.demand((policy, key) -> asked.add(policy));
    return asked;
  }

  private static List<String> asked(TestSpan span, PolicySpec... policies) {
    return asked(SamplingConfig.Match.ANY, span, policies);
  }

  @Test
  void aBudgetOfItsOwnIsAskedByAll() {
    assertThat(asked(SPAN, ERRORS, EIGHT, NINE)).containsExactly("8", "9");
  }

  @Test
  void amongSeveralItIsAskedWhereTheOthersMatch() {
    PolicySpec both = new PolicySpec.And("both", List.of(EIGHT, ERRORS));
    assertThat(asked(SPAN, both)).isEmpty();
    assertThat(asked(FAILED, both)).containsExactly("8");
  }

  @Test
  void ofACompositeTheFirstPartThatMatchesIsAsked() {
    PolicySpec.Composite parts =
        new PolicySpec.Composite(
            "c",
            List.of(
                new PolicySpec.Composite.Part(
                    new PolicySpec.StatusCodes("8", Set.of(StatusCode.ERROR)), EIGHT),
                new PolicySpec.Composite.Part(new PolicySpec.AlwaysSample("9"), NINE)));
    assertThat(asked(SPAN, parts)).containsExactly("c/9");
    assertThat(asked(FAILED, parts)).containsExactly("c/8");
  }

  @Test
  void whereTheFirstMatchCountsNothingBehindItIsAsked() {
    SamplingConfig.Match first = SamplingConfig.Match.FIRST;
    assertThat(asked(first, FAILED, ERRORS, EIGHT)).isEmpty();
    assertThat(asked(first, SPAN, ERRORS, EIGHT, NINE)).containsExactly("8");
  }

  @Test
  void whatIsDroppedAsksOfNone() {
    PolicySpec drop = new PolicySpec.Drop("noise", List.of(ERRORS));
    assertThat(asked(FAILED, EIGHT, drop)).isEmpty();
    assertThat(asked(SPAN, EIGHT, drop)).containsExactly("8");
  }
}
