package io.spanmill.sampling;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TraceState;
import io.spanmill.sampling.ottl.OttlExpression;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.TraceView;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes policies of what the configuration says; all of them look at attributes in one scan. */
final class Policies {
  private final int precision;
  private final Budgets budgets;
  private final AttributeScan attributes = new AttributeScan();
  private final Map<String, PolicySpec.Throughput> limits = new LinkedHashMap<>();

  /**
   * @param precision hexadecimal digits of a probability's threshold
   */
  Policies(int precision, Budgets budgets) {
    this.precision = precision;
    this.budgets = budgets;
  }

  /** To be cleared before, and shown every span before, the policies made here. */
  AttributeScan attributes() {
    return attributes;
  }

  Policy of(PolicySpec spec) {
    if (spec instanceof PolicySpec.AlwaysSample) {
      return new Constant(Threshold.ALWAYS);
    } else if (spec instanceof PolicySpec.Probabilistic s) {
      return new Constant(Threshold.ofProbability(s.samplingPercentage() / 100, precision));
    } else if (spec instanceof PolicySpec.And s) {
      return all(s.policies());
    } else if (spec instanceof PolicySpec.Drop s) {
      return all(s.policies());
    } else if (spec instanceof PolicySpec.Not s) {
      return not(s);
    } else if (spec instanceof PolicySpec.Throughput s) {
      return budget(s.name(), s);
    } else if (spec instanceof PolicySpec.Composite s) {
      return composite(s);
    }
    return ofSpans(spec);
  }

  private Policy ofSpans(PolicySpec spec) {
    if (spec instanceof PolicySpec.Latency s) {
      return new Latency(s);
    } else if (spec instanceof PolicySpec.SpanCount s) {
      return new SpanCount(s);
    } else if (spec instanceof PolicySpec.StatusCodes s) {
      EnumSet<StatusCode> codes = EnumSet.copyOf(s.codes());
      return new AnySpan((spans, span) -> codes.contains(spans.trace().spans().status(span)));
    } else if (spec instanceof PolicySpec.TraceFlags) {
      return new AnySpan((spans, span) -> (spans.span(span).flags() & SpanView.SAMPLED) != 0);
    } else if (spec instanceof PolicySpec.TraceStateEntry s) {
      return new AnySpan(traceStateEntry(s));
    } else if (spec instanceof PolicySpec.OttlCondition s) {
      return new AnySpan(ottlCondition(s));
    }
    return ofAttribute(spec);
  }

  private Policy ofAttribute(PolicySpec spec) {
    if (spec instanceof PolicySpec.StringAttribute s) {
      return attribute(s.key(), s.invertMatch(), new TextMatch(s));
    } else if (spec instanceof PolicySpec.NumericAttribute s) {
      return attribute(s.key(), s.invertMatch(), value -> matches(value, s));
    } else if (spec instanceof PolicySpec.BooleanAttribute s) {
      return attribute(s.key(), s.invertMatch(), value -> matches(value, s));
    }
    throw new IllegalArgumentException("a policy of an unknown kind: " + spec);
  }

  private record Constant(long threshold) implements Policy {
    @Override
    public void clear() {
      // The same for all traces.
    }

    @Override
    public void see(TraceView spans, int span) {
      // The same for all spans.
    }
  }

  /** Matches as soon as one span passes. */
  private static final class AnySpan implements Policy {
    private interface Test {
      boolean passes(TraceView spans, int span);
    }

    private final Test test;
    private boolean matches;

    AnySpan(Test test) {
      this.test = test;
    }

    @Override
    public void clear() {
      matches = false;
    }

    @Override
    public void see(TraceView spans, int span) {
      matches = matches || test.passes(spans, span);
    }

    @Override
    public long threshold() {
      return Policy.certain(matches);
    }
  }

  private static AnySpan.Test traceStateEntry(PolicySpec.TraceStateEntry spec) {
    byte[] key = spec.key().getBytes(US_ASCII);
    TraceState state = new TraceState();
    return (spans, index) -> {
      SpanView span = spans.span(index);
      state.read(span.bytes(), span.traceStateFrom(), span.traceStateTo());
      return span.hasTraceState() && state.has(key, spec.values());
    };
  }

  private static AnySpan.Test ottlCondition(PolicySpec.OttlCondition spec) {
    List<OttlExpression> conditions = spec.conditions().stream().map(OttlExpression::copy).toList();
    return (spans, span) -> {
      for (int i = 0; i < conditions.size(); i++) {
        if (conditions.get(i).matches(spans.span(span), spans.origin(span))) {
          return true;
        }
      }
      return false;
    };
  }

  /** The lower bound is exclusive and the upper inclusive, as in the Collector since 0.157. */
  private static final class Latency implements Policy {
    private final PolicySpec.Latency spec;
    private long start;
    private long end;

    Latency(PolicySpec.Latency spec) {
      this.spec = spec;
    }

    @Override
    public void clear() {
      start = Long.MAX_VALUE;
      end = 0;
    }

    @Override
    public void see(TraceView view, int span) {
      SpanTable spans = view.trace().spans();
      if (spans.startNanos(span) >= 0) {
        start = Math.min(start, spans.startNanos(span));
      }
      end = Math.max(end, spans.endNanos(span));
    }

    @Override
    public long threshold() {
      long nanos = Math.max(0, end - start);
      boolean open = spec.upperThresholdMs() == 0;
      return Policy.certain(
          nanos > MILLISECONDS.toNanos(spec.thresholdMs())
              && (open || nanos <= MILLISECONDS.toNanos(spec.upperThresholdMs())));
    }
  }

  private static final class SpanCount implements Policy {
    private final PolicySpec.SpanCount spec;
    private int spans;

    SpanCount(PolicySpec.SpanCount spec) {
      this.spec = spec;
    }

    @Override
    public void clear() {
      spans = 0;
    }

    @Override
    public void see(TraceView view, int span) {
      spans++;
    }

    @Override
    public long threshold() {
      boolean open = spec.maxSpans() == 0;
      return Policy.certain(spans >= spec.minSpans() && (open || spans <= spec.maxSpans()));
    }
  }

  private Policy all(List<PolicySpec> specs) {
    return new AllOf(specs.stream().map(this::of).toList());
  }

  private Policy not(PolicySpec.Not spec) {
    return spec.policy() instanceof PolicySpec.Probabilistic share
        ? new Constant(Threshold.ofProbability(1 - share.samplingPercentage() / 100, precision))
        : new Opposite(of(spec.policy()));
  }

  private record Opposite(Policy policy) implements Policy {
    @Override
    public void clear() {
      policy.clear();
    }

    @Override
    public void see(TraceView spans, int span) {
      policy.see(spans, span);
    }

    @Override
    public long threshold() {
      return Policy.opposite(policy.threshold());
    }
  }

  /** All budgets of the policies made here, by their names. */
  Map<String, PolicySpec.Throughput> limits() {
    return limits;
  }

  private Policy budget(String name, PolicySpec.Throughput spec) {
    limits.putIfAbsent(name, spec);
    return new Budget(name, spec.keys(), budgets, attributes);
  }

  /** The parts' budgets are named after both, since a part's name need not be unique. */
  private Policy composite(PolicySpec.Composite spec) {
    return new FirstOf(
        spec.parts().stream()
            .map(part -> all(part, spec.name() + "/" + part.policy().name()))
            .toList());
  }

  private Policy all(PolicySpec.Composite.Part part, String budget) {
    return new AllOf(List.of(of(part.policy()), budget(budget, part.budget())));
  }

  private Policy attribute(String key, boolean invert, Predicate<AttributeValue> test) {
    AnyValue policy = new AnyValue(test);
    attributes.listen(key, policy);
    return invert ? new Opposite(policy) : policy;
  }

  /** Matches as soon as one value of an attribute, on a span or a resource, passes. */
  private static final class AnyValue implements Policy, AttributeScan.Listener {
    private final Predicate<AttributeValue> test;
    private boolean matches;

    AnyValue(Predicate<AttributeValue> test) {
      this.test = test;
    }

    @Override
    public void clear() {
      matches = false;
    }

    @Override
    public void see(TraceView spans, int span) {
      // The scan tells.
    }

    @Override
    public void value(AttributeValue value) {
      matches = test.test(value);
    }

    @Override
    public boolean isIndifferentTo(AttributeValue value) {
      return !test.test(value);
    }

    @Override
    public boolean hasHeardEnough() {
      return matches;
    }

    @Override
    public long threshold() {
      return Policy.certain(matches);
    }
  }

  private static boolean matches(AttributeValue value, PolicySpec.NumericAttribute spec) {
    return value.type() == AttributeValue.Type.INT
        && value.asLong() >= spec.minValue()
        && value.asLong() <= spec.maxValue();
  }

  private static boolean matches(AttributeValue value, PolicySpec.BooleanAttribute spec) {
    return value.type() == AttributeValue.Type.BOOL && value.asBoolean() == spec.value();
  }
}
