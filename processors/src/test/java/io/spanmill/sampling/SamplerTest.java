package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Match;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final TestSpan SPAN = TestSpan.of(1, 0, "a", SpanKind.SERVER);
  private static final PolicySpec TENTH = new PolicySpec.Probabilistic("tenth", 10);
  private static final PolicySpec HALF = new PolicySpec.Probabilistic("half", 50);
  private static final PolicySpec ERRORS =
      new PolicySpec.StatusCodes("errors", Set.of(StatusCode.ERROR));

  private static Verdict judge(long idLow, List<TestSpan> spans, PolicySpec... policies) {
    Sampler sampler = new Sampler(SamplingConfig.of(List.of(policies)));
    return sampler.judge(new OpenTrace(7, idLow, 0).add(spans).view());
  }

  @Test
  void tenPercentAreThoseTracesWhoseLow56BitsReachE666() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 3_000; i++) {
      long low = random.nextLong();
      boolean kept = (low & 0xffffffffffffffL) >= 0xe6660000000000L;
      assertThat(judge(low, List.of(SPAN), TENTH).kept()).as("%x", low).isEqualTo(kept);
    }
    assertThat(judge(0xffe6660000000000L, List.of(SPAN), TENTH).kept()).isTrue();
    assertThat(judge(0xffe665ffffffffffL, List.of(SPAN), TENTH).kept()).isFalse();
  }

  @Test
  void theLowestThresholdCounts() {
    Verdict verdict = judge(-1, List.of(SPAN), TENTH, HALF, ERRORS);
    assertThat(verdict.kept()).isTrue();
    assertThat(verdict.threshold()).isEqualTo(Threshold.parse("8"));
    assertThat(verdict.policy()).isEqualTo("half");
    assertThat(verdict.matches())
        .containsExactly(
            new Match("tenth", Threshold.parse("e666")), new Match("half", Threshold.parse("8")));
  }

  @Test
  void theFirstOfEqualPoliciesIsNamed() {
    PolicySpec always = new PolicySpec.AlwaysSample("always");
    Verdict verdict = judge(-1, List.of(SPAN.with(StatusCode.ERROR)), TENTH, ERRORS, always);
    assertThat(verdict.threshold()).isEqualTo(Threshold.ALWAYS);
    assertThat(verdict.policy()).isEqualTo("errors");
    assertThat(verdict.matches())
        .extracting(Match::policy)
        .containsExactly("tenth", "errors", "always");
  }

  @Test
  void aDropWins() {
    PolicySpec drop = new PolicySpec.Drop("noise", List.of(new PolicySpec.SpanCount("n", 1, 1)));
    PolicySpec always = new PolicySpec.AlwaysSample("always");
    Verdict dropped = judge(-1, List.of(SPAN), always, drop);
    assertThat(dropped.kept()).isFalse();
    assertThat(dropped.threshold()).isEqualTo(Threshold.NEVER);
    assertThat(dropped.policy()).isEqualTo("noise");
    assertThat(judge(-1, List.of(SPAN, SPAN), always, drop).kept()).isTrue();
  }

  @Test
  void aDropNeedsAllOfItsPolicies() {
    PolicySpec one = new PolicySpec.SpanCount("n", 1, 1);
    PolicySpec drop = new PolicySpec.Drop("noise", List.of(one, ERRORS));
    assertThat(judge(-1, List.of(SPAN), new PolicySpec.AlwaysSample("a"), drop).kept()).isTrue();
  }

  @Test
  void nothingIsKeptWithoutAPolicyThatMatches() {
    Verdict dropped = judge(-1, List.of(SPAN), ERRORS);
    assertThat(dropped.kept()).isFalse();
    assertThat(dropped.threshold()).isEqualTo(Threshold.NEVER);
    assertThat(dropped.policy()).isNull();
    assertThat(dropped.matches()).isEmpty();
    assertThat(judge(-1, List.of(SPAN)).kept()).isFalse();
    assertThat(judge(-1, List.of(SPAN), new PolicySpec.Probabilistic("never", 0)).kept()).isFalse();
  }

  @Test
  void randomnessIsThatOfTheRootsRv() {
    TestSpan low = SPAN.with("ot=rv:00000000000001", Map.of());
    TestSpan high = TestSpan.of(2, 1, "a", SpanKind.CLIENT).with("ot=rv:ffffffffffffff", Map.of());
    assertThat(judge(-1, List.of(low, high), HALF).kept()).isFalse();
    assertThat(judge(-1, List.of(high, low), HALF).kept()).isFalse();
    assertThat(judge(0, List.of(SPAN, high), HALF).kept()).isTrue();
  }

  @Test
  void withoutARootRandomnessIsThatOfTheSmallestSpanId() {
    TestSpan two = TestSpan.of(2, 9, "a", SpanKind.CLIENT).with("ot=rv:ffffffffffffff", Map.of());
    TestSpan minus =
        TestSpan.of(-1, 9, "a", SpanKind.CLIENT).with("ot=rv:00000000000001", Map.of());
    assertThat(judge(0, List.of(two, minus), HALF).kept()).isTrue();
    assertThat(judge(0, List.of(minus, two), HALF).kept()).isTrue();
  }

  @Test
  void aMalformedRvIsNone() {
    TestSpan odd = SPAN.with("ot=rv:fff", Map.of());
    assertThat(judge(0, List.of(odd), HALF).kept()).isFalse();
    assertThat(judge(-1, List.of(odd), HALF).kept()).isTrue();
  }
}
