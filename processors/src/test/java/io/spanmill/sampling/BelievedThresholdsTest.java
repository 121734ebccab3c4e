package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Basis;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.TraceState;
import io.spanmill.sampling.SamplingConfig.Mode;
import io.spanmill.sampling.SamplingConfig.RandomnessMode;
import io.spanmill.sampling.SamplingConfig.Upstream;
import io.spanmill.sampling.TailSampling.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of how spans were sampled, and what is written on those that are kept. */
class BelievedThresholdsTest {
  private static final long ID_LOW = 0x90L << 48;
  private static final PolicySpec ALL = new PolicySpec.AlwaysSample("all");
  private static final PolicySpec HALF = new PolicySpec.Probabilistic("half", 50);
  private static final PolicySpec QUARTER = new PolicySpec.Probabilistic("quarter", 25);
  private static final PolicySpec ERRORS =
      new PolicySpec.StatusCodes("errors", Set.of(StatusCode.ERROR));

  /** Span 1 is the root of all others. */
  private static Span span(long id, String state) {
    return testSpan(id, state).toProto();
  }

  private static TestSpan testSpan(long id, String state) {
    return TestSpan.of(id, id - 1, "shop", SpanKind.INTERNAL)
        .inTrace(1, ID_LOW)
        .with(state, Map.of());
  }

  private static Outcome sampled(List<PolicySpec> policies, Span... spans) {
    return sampled(SamplingConfig.of(policies), spans);
  }

  private static Outcome sampled(SamplingConfig config, Span... spans) {
    ScopeSpans scope = ScopeSpans.newBuilder().addAllSpans(Arrays.asList(spans)).build();
    ResourceSpans resource =
        ResourceSpans.newBuilder()
            .setResource(
                Resource.newBuilder().addAttributes(TestSpan.attribute("service.name", "shop")))
            .addScopeSpans(scope)
            .build();
    TracesData data = TracesData.newBuilder().addResourceSpans(resource).build();
    return new TailSampling(config).of(new OpenTrace(1, ID_LOW, 0).add(data));
  }

  private static SamplingConfig config(Mode mode, RandomnessMode randomness, Upstream... upstream) {
    return new SamplingConfig(
        "", SamplingConfig.Match.ANY, 4, mode, randomness, List.of(upstream), List.of(HALF));
  }

  @Test
  void aSpanWithoutThresholdIsTakenForOneThatNobodySampled() {
    assertThat(sampled(List.of(HALF), span(1, ""), span(2, "a=b")).thresholds())
        .isEqualTo(Map.of(1L, "8", 2L, "8"));
    assertThat(sampled(List.of(ALL), span(1, "")).thresholds()).isEqualTo(Map.of(1L, "0"));
  }

  @Test
  void aSpanWithoutThresholdStaysSoWhereThatIsToBePreserved() {
    SamplingConfig preserving = config(Mode.PRESERVE_UNKNOWN, RandomnessMode.PRESUME);
    Outcome outcome = sampled(preserving, span(1, "a=b"), span(2, "ot=th:4"));
    assertThat(outcome.verdict().threshold()).isEqualTo(Threshold.parse("8"));
    assertThat(outcome.kept()).containsExactly(span(1, "a=b"), span(2, "ot=th:8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ot=th:",
        "ot=th:4G",
        "ot=th:C",
        "ot=th:123456789012345",
        "ot=th:4;th:8",
        "ot=th:4;",
        "ot=th:4,ot=th:4",
        "ot=th:4,=",
        " ot = th:4"
      })
  void aMalformedThresholdIsUnknownAndKeepsItsText(String state) {
    Span malformed = span(2, state);
    assertThat(sampled(List.of(HALF), span(1, ""), malformed).kept())
        .containsExactly(span(1, "ot=th:8"), malformed);
  }

  @Test
  void whatIsUnknownIsEvidenceAtEveryRandomness() {
    Span error = testSpan(2, "ot=th:X").with(StatusCode.ERROR).toProto();
    Outcome outcome = sampled(List.of(ERRORS, QUARTER), span(1, "ot=th:0"), error);
    assertThat(outcome.verdict().threshold()).isEqualTo(Threshold.ALWAYS);
    assertThat(outcome.kept()).containsExactly(span(1, "ot=th:0"), error);
  }

  @Test
  void aThresholdAtWhichTheSpanWouldNotHaveComeIsErased() {
    Outcome outcome = sampled(List.of(HALF), span(1, "v=1"), span(2, "v=1,ot=th:9;k:v"));
    assertThat(outcome.kept()).containsExactly(span(1, "ot=th:8,v=1"), span(2, "v=1,ot=th:9;k:v"));
    outcome = sampled(List.of(HALF), span(1, "v=1"), span(2, "v=1,ot=th:90000000000001;k:v"));
    assertThat(outcome.kept()).containsExactly(span(1, "ot=th:8,v=1"), span(2, "ot=k:v,v=1"));
    assertThat(outcome.verdict().floor()).isEqualTo(Threshold.ALWAYS);
  }

  @Test
  void aThresholdOnASpanThatWasNotSampledIsErased() {
    for (int flags : new int[] {2, 0x102, 0x302}) {
      Span unsampled = span(2, "ot=th:4").toBuilder().setFlags(flags).build();
      assertThat(sampled(List.of(HALF), span(1, ""), unsampled).kept())
          .containsExactly(span(1, "ot=th:8"), span(2, "").toBuilder().setFlags(flags).build());
    }
  }

  @Test
  void flagsThatSayNothingOrSampledContradictNoThreshold() {
    for (int flags : new int[] {0, 1, 3, 0x100, 0x301}) {
      Span sampled = span(2, "ot=th:c").toBuilder().setFlags(flags).build();
      Span lower = span(2, "ot=th:4").toBuilder().setFlags(flags).build();
      assertThat(sampled(List.of(HALF), span(1, ""), lower).thresholds()).containsEntry(2L, "8");
      assertThat(sampled(List.of(HALF), span(1, ""), sampled).thresholds()).doesNotContainKey(2L);
    }
  }

  @Test
  void anUnsampledSpanWithoutThresholdIsNoContradiction() {
    Span unsampled = span(1, "").toBuilder().setFlags(2).build();
    assertThat(sampled(List.of(HALF), unsampled).thresholds()).containsEntry(1L, "8");
  }

  @Test
  void randomnessIsTheRootsAndOthersOfTheirOwnAreUnknown() {
    String roots = "rv:f0000000000000";
    String others = "rv:e0000000000000";
    Outcome outcome =
        sampled(
            List.of(QUARTER),
            span(3, "ot=th:8;" + others),
            span(1, "ot=th:8;" + roots),
            span(2, "ot=" + others),
            span(4, "ot=th:d;" + roots));
    assertThat(outcome.verdict().basis()).isEqualTo(new Basis(0xf0L << 48, Basis.Source.RV, false));
    assertThat(outcome.kept())
        .containsExactly(
            span(3, "ot=" + others),
            span(1, "ot=th:c;" + roots),
            span(2, "ot=" + others),
            span(4, "ot=th:d;" + roots));
  }

  @Test
  void withoutARootRandomnessIsThatOfTheSmallestSpan() {
    Outcome outcome =
        sampled(List.of(QUARTER), span(3, "ot=rv:10000000000000"), span(2, "ot=rv:f0000000000000"));
    assertThat(outcome.kept())
        .containsExactly(span(3, "ot=rv:10000000000000"), span(2, "ot=th:c;rv:f0000000000000"));
  }

  @Test
  void whereOnlySomeSpansHaveARandomnessTheOthersAreUnknown() {
    Outcome outcome =
        sampled(
            List.of(QUARTER),
            span(1, "ot=rv:f0000000000000"),
            span(2, "ot=th:4"),
            span(3, ""),
            span(4, "ot=th:4;rv:F0000000000000"));
    assertThat(outcome.kept())
        .containsExactly(
            span(1, "ot=th:c;rv:f0000000000000"),
            span(2, ""),
            span(3, ""),
            span(4, "ot=rv:F0000000000000"));
  }

  @Test
  void aHashIsWrittenWithEveryThresholdThatWasHeldAgainstIt() {
    SamplingConfig hashing = config(Mode.ASSUME_UNSAMPLED, RandomnessMode.HASH);
    int kept = 0;
    for (long high = 0; high < 200; high++) {
      TestSpan first = testSpan(1, "v=1").inTrace(high, ID_LOW);
      TestSpan second = testSpan(2, "").inTrace(high, ID_LOW);
      Outcome outcome = new TailSampling(hashing).of(List.of(first, second));
      long hash = TraceId.hashedRandomness(high, ID_LOW);
      assertThat(outcome.verdict().kept()).isEqualTo(hash >= Threshold.parse("8"));
      for (Span span : outcome.kept()) {
        TraceState state = TailSampling.state(span);
        assertThat(state.randomness()).isEqualTo(hash).isGreaterThanOrEqualTo(state.threshold());
        assertThat(state.threshold()).isEqualTo(Threshold.parse("8"));
        kept++;
      }
    }
    assertThat(kept).isBetween(160, 240);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ot=th:4", "ot=rv:90000000000000"})
  void nothingIsHashedWhereThereIsAThresholdOrARandomness(String state) {
    SamplingConfig hashing = config(Mode.ASSUME_UNSAMPLED, RandomnessMode.HASH);
    Outcome outcome = sampled(hashing, span(1, ""), span(2, state));
    assertThat(outcome.verdict().basis().randomness()).isEqualTo(ID_LOW);
    assertThat(outcome.thresholds()).containsEntry(2L, "8");
  }

  @Test
  void whatIsMalformedGetsNoHash() {
    SamplingConfig hashing = config(Mode.ASSUME_UNSAMPLED, RandomnessMode.HASH);
    Span malformed = span(2, "ot=th:X;a:b");
    Span odd = span(3, "ot=rv:1234");
    TestSpan first = testSpan(1, "");
    long high = 0;
    while (TraceId.hashedRandomness(high, ID_LOW) < Threshold.parse("8")) {
      high++;
    }
    long found = high;
    List<TestSpan> spans =
        List.of(first, testSpan(2, "ot=th:X;a:b"), testSpan(3, "ot=rv:1234")).stream()
            .map(span -> span.inTrace(found, ID_LOW))
            .toList();
    Outcome outcome = new TailSampling(hashing).of(spans);
    assertThat(outcome.kept())
        .extracting(Span::getTraceState)
        .containsExactly(
            "ot=th:8;rv:" + Threshold.allDigits(TraceId.hashedRandomness(found, ID_LOW)),
            malformed.getTraceState(),
            odd.getTraceState());
  }

  @Test
  void anIdWithoutTheFlagIsHashedAndNothingIsToldWhereTheFlagIsRequired() {
    SamplingConfig requiring = config(Mode.ASSUME_UNSAMPLED, RandomnessMode.REQUIRE_FLAG);
    for (long high = 0; high < 50; high++) {
      List<TestSpan> spans =
          List.of(
              testSpan(1, "v=1").inTrace(high, ID_LOW),
              testSpan(2, "ot=th:4").inTrace(high, ID_LOW));
      Outcome outcome = new TailSampling(requiring).of(spans);
      boolean kept = TraceId.hashedRandomness(high, ID_LOW) >= Threshold.parse("8");
      assertThat(outcome.verdict().kept()).isEqualTo(kept);
      if (kept) {
        assertThat(outcome.kept())
            .containsExactly(spans.get(0).toProto(), spans.get(1).with("", Map.of()).toProto());
      }
    }
  }

  @Test
  void anIdWithTheFlagIsRandomnessWhereTheFlagIsRequired() {
    SamplingConfig requiring = config(Mode.ASSUME_UNSAMPLED, RandomnessMode.REQUIRE_FLAG);
    Span flagged = span(2, "ot=th:4").toBuilder().setFlags(3).build();
    assertThat(sampled(requiring, span(1, ""), flagged).thresholds())
        .isEqualTo(Map.of(1L, "8", 2L, "8"));
    assertThat(sampled(requiring, span(1, "ot=rv:90000000000000")).thresholds())
        .isEqualTo(Map.of(1L, "8"));
  }

  @Test
  void tracesOfAServiceBehindAnOldRatioSamplerAreHashed() {
    Upstream shop = new Upstream(Pattern.compile("sh.p"), 0.1);
    Upstream other = new Upstream(Pattern.compile("sho"), 0.1);
    Mode mode = Mode.ASSUME_UNSAMPLED;
    assertThat(
            sampled(config(mode, RandomnessMode.PRESUME, other, shop), span(1, ""))
                .verdict()
                .basis())
        .isEqualTo(new Basis(TraceId.hashedRandomness(1, ID_LOW), Basis.Source.HASH, false));
    assertThat(sampled(config(mode, RandomnessMode.PRESUME, other), span(1, "")).verdict().basis())
        .isEqualTo(Basis.ofTraceId(ID_LOW));
  }

  @Test
  void whatIsKeptForHowItWasSampledHasNoThreshold() {
    PolicySpec flags = new PolicySpec.TraceFlags("sampled");
    Span flagged = span(1, "ot=th:8").toBuilder().setFlags(1).build();
    Outcome outcome = sampled(List.of(flags), flagged, span(2, "v=1"));
    assertThat(outcome.verdict().threshold()).isEqualTo(Threshold.UNKNOWN);
    assertThat(outcome.kept())
        .containsExactly(span(1, "").toBuilder().setFlags(1).build(), span(2, "v=1"));
    assertThat(sampled(List.of(flags, HALF), flagged).thresholds()).isEqualTo(Map.of(1L, "8"));
    assertThat(sampled(List.of(flags, QUARTER), flagged).thresholds()).isEmpty();
  }
}
