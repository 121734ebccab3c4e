package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DropTest {
  private static final PolicySpec ALL = new PolicySpec.AlwaysSample("all");
  private static final PolicySpec ERRORS =
      new PolicySpec.StatusCodes("errors", Set.of(StatusCode.ERROR));
  private static final PolicySpec HEALTH =
      new PolicySpec.StringAttribute("c", "service.name", Set.of("health"), List.of(), false);
  private static final PolicySpec DROP = new PolicySpec.Drop("noise", List.of(HEALTH));
  private static final TestSpan CHECK = TestSpan.of(1, 0, "health", SpanKind.SERVER);

  private static SamplingConfig config(SamplingConfig.Match match, PolicySpec... policies) {
    SamplingConfig base = SamplingConfig.of(List.of(policies));
    return new SamplingConfig(
        "", match, 4, base.mode(), base.randomness(), base.upstream(), base.policies());
  }

  private static Verdict any(List<TestSpan> spans, PolicySpec... policies) {
    return new TailSampling(config(SamplingConfig.Match.ANY, policies)).of(spans).verdict();
  }

  private static Verdict first(List<TestSpan> spans, PolicySpec... policies) {
    return new TailSampling(config(SamplingConfig.Match.FIRST, policies)).of(spans).verdict();
  }

  private static List<TestSpan> at(String randomness, TestSpan... spans) {
    return List.of(spans).stream()
        .map(span -> span.inTrace(1, Threshold.parse(randomness)))
        .toList();
  }

  @Test
  void winsWhereverItStands() {
    Verdict dropped = any(at("f", CHECK.with(StatusCode.ERROR)), ERRORS, DROP, ALL);
    assertThat(dropped.kept()).isFalse();
    assertThat(dropped.threshold()).isEqualTo(Threshold.NEVER);
    assertThat(dropped.policy()).isEqualTo("noise");
    assertThat(dropped.matches()).isEmpty();
  }

  @Test
  void endsTheListWhereItStandsIfTheFirstCounts() {
    assertThat(first(at("f", CHECK), DROP, ALL).kept()).isFalse();
    assertThat(first(at("f", CHECK), ALL, DROP).kept()).isTrue();
    assertThat(first(at("f", CHECK), ERRORS, DROP, ALL).policy()).isEqualTo("noise");
    assertThat(first(at("f", CHECK.with(StatusCode.ERROR)), ERRORS, DROP, ALL).policy())
        .isEqualTo("errors");
  }

  @Test
  void needsAllOfItsPolicies() {
    PolicySpec drop = new PolicySpec.Drop("noise", List.of(HEALTH, ERRORS));
    assertThat(any(at("f", CHECK), ALL, drop).kept()).isTrue();
    assertThat(any(at("f", CHECK.with(StatusCode.ERROR)), ALL, drop).kept()).isFalse();
  }

  @Test
  void looksAtAllThatIsThereWhateverItsThreshold() {
    TestSpan root = TestSpan.of(2, 0, "shop", SpanKind.SERVER);
    TestSpan sampled = CHECK.with("ot=th:8", Map.of());
    assertThat(any(at("f", root, sampled), DROP, ALL).kept()).isFalse();
    assertThat(first(at("f", root, sampled), DROP, ALL).kept()).isFalse();
    assertThat(any(at("7", root), DROP, ALL).kept()).isTrue();
  }

  @Test
  void takesTheShareThatItsProbabilitySays() {
    PolicySpec quarter =
        new PolicySpec.Drop("noise", List.of(HEALTH, new PolicySpec.Probabilistic("q", 25)));
    Verdict kept = any(at("4", CHECK), quarter, ALL);
    assertThat(kept.kept()).isTrue();
    assertThat(kept.threshold()).isEqualTo(Threshold.parse("4"));
    assertThat(kept.policy()).isEqualTo("all");
    assertThat(any(at("3fffffffffffff", CHECK), quarter, ALL).kept()).isFalse();
    assertThat(first(at("3fffffffffffff", CHECK), quarter, ALL).kept()).isFalse();
    assertThat(first(at("3fffffffffffff", CHECK), ALL, quarter).kept()).isTrue();
  }

  @Test
  void ofNoShareTakesNothingAndOfAllEverything() {
    PolicySpec nothing = new PolicySpec.Drop("d", List.of(new PolicySpec.Probabilistic("q", 0)));
    PolicySpec everything =
        new PolicySpec.Drop("d", List.of(new PolicySpec.Probabilistic("q", 100)));
    assertThat(any(at("0", CHECK), nothing, ALL).threshold()).isEqualTo(Threshold.ALWAYS);
    assertThat(any(at("f", CHECK), everything, ALL).kept()).isFalse();
  }

  @Test
  void severalTakeAsMuchAsTheGreediest() {
    PolicySpec quarter = new PolicySpec.Drop("q", List.of(ExactThresholds.policy("c")));
    PolicySpec half = new PolicySpec.Drop("h", List.of(ExactThresholds.policy("8")));
    assertThat(any(at("8", CHECK), quarter, half, ALL).threshold()).isEqualTo(Threshold.parse("8"));
  }

  @Test
  void byHowItWasSampledLeavesNoThreshold() {
    PolicySpec drop = new PolicySpec.Drop("d", List.of(new PolicySpec.TraceFlags("f")));
    assertThat(any(at("f", CHECK), drop, ALL).threshold()).isEqualTo(Threshold.UNKNOWN);
  }
}
