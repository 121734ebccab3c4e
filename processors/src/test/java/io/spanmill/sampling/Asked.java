package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Threshold;
import io.spanmill.trace.TraceView;
import java.util.Arrays;
import java.util.List;

/** A policy by itself, asked of traces. */
final class Asked {
  static final TestSpan SPAN = TestSpan.of(1, 0, "a", SpanKind.SERVER);

  private final Policies policies;
  private final Policy policy;

  Asked(PolicySpec spec) {
    this(spec, new ExactThresholds());
  }

  Asked(PolicySpec spec, Budgets budgets) {
    policies = new Policies(SamplingConfig.DEFAULT_PRECISION, budgets);
    policy = policies.of(spec);
  }

  /** Says yes or no, and yes. */
  boolean matches(TestSpan... spans) {
    return matches(new OpenTrace(0).add(List.of(spans)));
  }

  boolean matches(OpenTrace trace) {
    long threshold = threshold(trace);
    assertThat(threshold).isIn(Threshold.ALWAYS, Policy.UNMATCHED);
    return threshold == Threshold.ALWAYS;
  }

  /** Of a trace of one span. */
  long threshold() {
    return threshold(new OpenTrace(0).add(List.of(SPAN)));
  }

  long threshold(OpenTrace trace) {
    TraceView spans = trace.view();
    policies.attributes().clear();
    policy.clear();
    for (int span = 0; span < spans.size(); span++) {
      policies.attributes().see(spans, span);
      policy.see(spans, span);
    }
    return policy.threshold();
  }

  static OpenTrace onSpan(KeyValue... attributes) {
    return trace(Resource.newBuilder(), proto().addAllAttributes(Arrays.asList(attributes)));
  }

  static OpenTrace onResource(KeyValue... attributes) {
    return trace(Resource.newBuilder().addAllAttributes(Arrays.asList(attributes)), proto());
  }

  static Span.Builder proto() {
    return SPAN.toProto().toBuilder();
  }

  static OpenTrace trace(Resource.Builder resource, Span.Builder... spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    Arrays.asList(spans).forEach(scope::addSpans);
    ResourceSpans.Builder all =
        ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope);
    return new OpenTrace(0).add(TracesData.newBuilder().addResourceSpans(all).build());
  }

  /** An attribute named k. */
  static KeyValue k(String text) {
    return TestSpan.attribute("k", text);
  }

  static KeyValue k(long number) {
    return k(AnyValue.newBuilder().setIntValue(number));
  }

  static KeyValue k(boolean value) {
    return k(AnyValue.newBuilder().setBoolValue(value));
  }

  static KeyValue k(AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey("k").setValue(value).build();
  }
}
