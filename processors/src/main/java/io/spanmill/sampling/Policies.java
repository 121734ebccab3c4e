package io.spanmill.sampling;

import io.spanmill.model.Threshold;
import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.trace.TraceView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes policies of what the configuration says; one small method for each kind. */
final class Policies {
  /** Hexadecimal digits of a threshold, as the specification's default. */
  private static final int PRECISION = 4;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private Policies() {}

  static Policy of(PolicySpec spec) {
    if (spec instanceof PolicySpec.AlwaysSample) {
      return spans -> Threshold.ALWAYS;
    } else if (spec instanceof PolicySpec.StatusCodes s) {
      return spans -> Policy.certain(hasStatus(spans, s));
    } else if (spec instanceof PolicySpec.Latency s) {
      return spans -> Policy.certain(isSlow(spans, s));
    } else if (spec instanceof PolicySpec.Probabilistic s) {
      return probabilistic(s);
    } else if (spec instanceof PolicySpec.SpanCount s) {
      return spans -> Policy.certain(hasCount(spans, s));
    } else if (spec instanceof PolicySpec.And s) {
      return all(s.policies());
    } else if (spec instanceof PolicySpec.Drop s) {
      return all(s.policies());
    } else if (spec instanceof PolicySpec.Not s) {
      return not(of(s.policy()));
    }
    return ofAttribute(spec);
  }

  private static Policy ofAttribute(PolicySpec spec) {
    if (spec instanceof PolicySpec.StringAttribute s) {
      return attribute(s.key(), s.invertMatch(), value -> matches(value, s));
    } else if (spec instanceof PolicySpec.NumericAttribute s) {
      return attribute(s.key(), s.invertMatch(), value -> matches(value, s));
    } else if (spec instanceof PolicySpec.BooleanAttribute s) {
      return attribute(s.key(), s.invertMatch(), value -> matches(value, s));
    }
    throw new IllegalArgumentException("a policy of an unknown kind: " + spec);
  }

  private static boolean hasStatus(TraceView spans, PolicySpec.StatusCodes spec) {
    for (int span = 0; span < spans.size(); span++) {
      if (spec.codes().contains(spans.trace().spans().status(span))) {
        return true;
      }
    }
    return false;
  }

  /** The lower bound is exclusive and the upper inclusive, as in the Collector since 0.157. */
  private static boolean isSlow(TraceView spans, PolicySpec.Latency spec) {
    long start = Long.MAX_VALUE;
    long end = 0;
    for (int span = 0; span < spans.size(); span++) {
      if (spans.span(span).startNanos() >= 0) {
        start = Math.min(start, spans.span(span).startNanos());
      }
      end = Math.max(end, spans.span(span).endNanos());
    }
    long nanos = Math.max(0, end - start);
    boolean aboveLower = nanos > spec.thresholdMs() * NANOS_PER_MILLI;
    boolean open = spec.upperThresholdMs() == 0;
    return aboveLower && (open || nanos <= spec.upperThresholdMs() * NANOS_PER_MILLI);
  }

  private static Policy probabilistic(PolicySpec.Probabilistic spec) {
    long threshold = Threshold.ofProbability(spec.samplingPercentage() / 100, PRECISION);
    return spans -> threshold;
  }

  private static boolean hasCount(TraceView spans, PolicySpec.SpanCount spec) {
    return spans.size() >= spec.minSpans()
        && (spec.maxSpans() == 0 || spans.size() <= spec.maxSpans());
  }

  /** All must keep it: the strictest threshold counts. */
  private static Policy all(List<PolicySpec> specs) {
    List<Policy> policies = new ArrayList<>();
    specs.forEach(spec -> policies.add(of(spec)));
    return spans -> {
      long threshold = Threshold.ALWAYS;
      for (Policy policy : policies) {
        threshold = Math.max(threshold, policy.threshold(spans));
      }
      return threshold;
    };
  }

  private static Policy not(Policy policy) {
    return spans -> Policy.certain(policy.threshold(spans) == Threshold.NEVER);
  }

  private static boolean matches(AttributeValue value, PolicySpec.StringAttribute spec) {
    return value.type() == AttributeValue.Type.STRING && spec.matches(value.text());
  }

  private static boolean matches(AttributeValue value, PolicySpec.NumericAttribute spec) {
    return value.type() == AttributeValue.Type.INT
        && value.asLong() >= spec.minValue()
        && value.asLong() <= spec.maxValue();
  }

  private static boolean matches(AttributeValue value, PolicySpec.BooleanAttribute spec) {
    return value.type() == AttributeValue.Type.BOOL && value.asBoolean() == spec.value();
  }

  private static Policy attribute(String key, boolean invert, Predicate<AttributeValue> test) {
    AttributeSearch search = new AttributeSearch(new AttributeKey(key), test);
    return spans -> Policy.certain(search.matchesAny(spans) != invert);
  }
}
