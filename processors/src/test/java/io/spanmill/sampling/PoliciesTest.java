package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.sampling.ottl.Re2Pattern;
import io.spanmill.trace.TraceView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final TestSpan SPAN = TestSpan.of(1, 0, "a", SpanKind.SERVER);

  private static boolean matches(PolicySpec policy, TestSpan... spans) {
    return matches(policy, new OpenTrace(0).add(List.of(spans)));
  }

  private static boolean matches(PolicySpec policy, OpenTrace trace) {
    long threshold = threshold(policy, trace);
    assertThat(threshold).isIn(Threshold.ALWAYS, Policy.UNMATCHED);
    return threshold == Threshold.ALWAYS;
  }

  private static long threshold(PolicySpec spec, OpenTrace trace) {
    Policies policies = new Policies(SamplingConfig.DEFAULT_PRECISION, Budgets.UNLIMITED);
    Policy policy = policies.of(spec);
    TraceView spans = trace.view();
    policies.attributes().clear();
    policy.clear();
    for (int span = 0; span < spans.size(); span++) {
      policies.attributes().see(spans, span);
      policy.see(spans, span);
    }
    return policy.threshold();
  }

  private static OpenTrace with(AnyValue.Builder value) {
    KeyValue attribute = KeyValue.newBuilder().setKey("k").setValue(value).build();
    return with(attribute, false);
  }

  private static OpenTrace with(KeyValue attribute, boolean onResource) {
    Resource.Builder resource = Resource.newBuilder();
    var span = SPAN.toProto().toBuilder();
    if (onResource) {
      resource.addAttributes(attribute);
    } else {
      span.addAttributes(attribute);
    }
    return new OpenTrace(0)
        .add(
            TracesData.newBuilder()
                .addResourceSpans(
                    ResourceSpans.newBuilder()
                        .setResource(resource)
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build());
  }

  private static AnyValue.Builder text(String text) {
    return AnyValue.newBuilder().setStringValue(text);
  }

  private static AnyValue.Builder number(long number) {
    return AnyValue.newBuilder().setIntValue(number);
  }

  @Test
  void alwaysSampleMatchesEveryTrace() {
    assertThat(matches(new PolicySpec.AlwaysSample("p"), SPAN)).isTrue();
  }

  @Test
  void statusCodeMatchesIfAnySpanHasOne() {
    PolicySpec policy = new PolicySpec.StatusCodes("p", Set.of(StatusCode.ERROR, StatusCode.OK));
    assertThat(matches(policy, SPAN)).isFalse();
    assertThat(matches(policy, SPAN, SPAN.with(StatusCode.ERROR))).isTrue();
    assertThat(matches(policy, SPAN.with(StatusCode.OK))).isTrue();
  }

  @Nested
  class Latency {
    private boolean matches(long lower, long upper, long nanos) {
      TestSpan early = SPAN.at(1_000, 1_500);
      TestSpan late = SPAN.at(1_200, 1_000 + nanos);
      return PoliciesTest.matches(new PolicySpec.Latency("p", lower, upper), early, late);
    }

    @Test
    void lowerBoundIsExclusive() {
      assertThat(matches(5, 0, 5_000_000)).isFalse();
      assertThat(matches(5, 0, 5_000_001)).isTrue();
    }

    @Test
    void upperBoundIsInclusive() {
      assertThat(matches(5, 9, 9_000_000)).isTrue();
      assertThat(matches(5, 9, 9_000_001)).isFalse();
    }

    @Test
    void timesThatMakeNoSenseMakeNoLatency() {
      PolicySpec policy = new PolicySpec.Latency("p", 0, 0);
      assertThat(PoliciesTest.matches(policy, SPAN.at(-1, -1))).isFalse();
      assertThat(PoliciesTest.matches(policy, SPAN.at(500, 100))).isFalse();
    }
  }

  @Test
  void probabilisticIsAThresholdOfFourDigits() {
    assertThat(threshold(10)).isEqualTo(Threshold.parse("e666"));
    assertThat(threshold(100)).isEqualTo(Threshold.ALWAYS);
    assertThat(threshold(0)).isEqualTo(Threshold.NEVER);
    assertThat(threshold(50)).isEqualTo(Threshold.parse("8"));
  }

  private static long threshold(double percentage) {
    return threshold(
        new PolicySpec.Probabilistic("p", percentage), new OpenTrace(0).add(List.of(SPAN)));
  }

  @Test
  void spanCountIncludesItsBounds() {
    PolicySpec policy = new PolicySpec.SpanCount("p", 2, 3);
    assertThat(matches(policy, SPAN)).isFalse();
    assertThat(matches(policy, SPAN, SPAN)).isTrue();
    assertThat(matches(policy, SPAN, SPAN, SPAN)).isTrue();
    assertThat(matches(policy, SPAN, SPAN, SPAN, SPAN)).isFalse();
    assertThat(matches(new PolicySpec.SpanCount("p", 2, 0), SPAN, SPAN, SPAN, SPAN)).isTrue();
  }

  @Nested
  class StringAttribute {
    private PolicySpec exactly(boolean invert, String... values) {
      return new PolicySpec.StringAttribute("p", "k", Set.of(values), List.of(), invert);
    }

    private PolicySpec pattern(String expression) {
      return new PolicySpec.StringAttribute(
          "p", "k", Set.of(), List.of(Re2Pattern.compile(expression)), false);
    }

    @Test
    void matchesOneOfItsValuesExactly() {
      assertThat(matches(exactly(false, "x", "y"), with(text("y")))).isTrue();
      assertThat(matches(exactly(false, "x", "y"), with(text("yy")))).isFalse();
      assertThat(matches(exactly(false, "x", "y"), with(text("")))).isFalse();
    }

    @Test
    void matchesOnTheResourceToo() {
      KeyValue attribute = TestSpan.attribute("k", "x");
      assertThat(matches(exactly(false, "x"), with(attribute, true))).isTrue();
    }

    @Test
    void invertedMatchesWhatItDoesNotMatchOtherwise() {
      assertThat(matches(exactly(true, "x"), with(text("x")))).isFalse();
      assertThat(matches(exactly(true, "x"), with(text("y")))).isTrue();
      assertThat(matches(exactly(true, "x"), SPAN)).isTrue();
    }

    @Test
    void invertedMatchesNoTraceOfWhichOneSpanHasTheValue() {
      TestSpan other = SPAN.with("", Map.of("k", "x"));
      assertThat(matches(exactly(true, "x"), SPAN, other)).isFalse();
    }

    @Test
    void patternsAreFoundAnywhere() {
      assertThat(matches(pattern("b+"), with(text("abbc")))).isTrue();
      assertThat(matches(pattern("^b+$"), with(text("abbc")))).isFalse();
    }

    @Test
    void aNumberIsNoText() {
      assertThat(matches(exactly(false, "5"), with(number(5)))).isFalse();
    }
  }

  @Test
  void numericAttributeIncludesItsBounds() {
    PolicySpec policy = new PolicySpec.NumericAttribute("p", "k", 3, 5, false);
    assertThat(matches(policy, with(number(2)))).isFalse();
    assertThat(matches(policy, with(number(3)))).isTrue();
    assertThat(matches(policy, with(number(5)))).isTrue();
    assertThat(matches(policy, with(number(6)))).isFalse();
    assertThat(matches(policy, with(text("4")))).isFalse();
    assertThat(matches(new PolicySpec.NumericAttribute("p", "k", 3, 5, true), with(number(6))))
        .isTrue();
  }

  @Test
  void booleanAttributeMatchesItsValue() {
    PolicySpec policy = new PolicySpec.BooleanAttribute("p", "k", false, false);
    assertThat(matches(policy, with(AnyValue.newBuilder().setBoolValue(false)))).isTrue();
    assertThat(matches(policy, with(AnyValue.newBuilder().setBoolValue(true)))).isFalse();
    assertThat(matches(policy, SPAN)).isFalse();
  }

  @Test
  void andMatchesWhereAllDo() {
    PolicySpec two = new PolicySpec.SpanCount("n", 2, 0);
    PolicySpec error = new PolicySpec.StatusCodes("e", Set.of(StatusCode.ERROR));
    PolicySpec both = new PolicySpec.And("p", List.of(two, error));
    assertThat(matches(both, SPAN, SPAN)).isFalse();
    assertThat(matches(both, SPAN.with(StatusCode.ERROR))).isFalse();
    assertThat(matches(both, SPAN, SPAN.with(StatusCode.ERROR))).isTrue();
  }

  @Test
  void andIsAsStrictAsItsStrictest() {
    PolicySpec tenth = new PolicySpec.Probabilistic("t", 10);
    PolicySpec both = new PolicySpec.And("p", List.of(new PolicySpec.AlwaysSample("a"), tenth));
    long threshold = threshold(both, new OpenTrace(0).add(List.of(SPAN)));
    assertThat(threshold).isEqualTo(Threshold.parse("e666"));
  }

  @Test
  void notMatchesWhereTheOtherDoesNot() {
    PolicySpec two = new PolicySpec.SpanCount("n", 2, 0);
    assertThat(matches(new PolicySpec.Not("p", two), SPAN)).isTrue();
    assertThat(matches(new PolicySpec.Not("p", two), SPAN, SPAN)).isFalse();
  }
}
