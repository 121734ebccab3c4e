package io.spanmill.sampling;

import com.google.re2j.Pattern;
import io.spanmill.model.StatusCode;
import io.spanmill.sampling.ottl.OttlExpression;
import io.spanmill.sampling.ottl.Re2Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sampling policy as data: one record for each policy type of the OpenTelemetry Collector's
 * {@code tail_sampling} processor that is supported, with its meaning.
 *
 * <p>Constructors throw {@link IllegalArgumentException}, with a message that begins with the
 * offending key as the Collector spells it.
 */
public sealed interface PolicySpec {

  /** Unique among the policies of the file; a sub-policy's may be no more than its type. */
  String name();

  /** Whether it says yes or no, rather than yes with a probability. */
  default boolean certain() {
    return true;
  }

  /**
   * Whether it looks at something that decides, or tells, how a trace was sampled. What such a
   * policy alone keeps has no probability that could be told.
   */
  default boolean dependsOnRandomness() {
    return false;
  }

  /** {@code always_sample}: matches every trace. */
  record AlwaysSample(String name) implements PolicySpec {}

  /** {@code status_code}: any span has one of these. */
  record StatusCodes(String name, Set<StatusCode> codes) implements PolicySpec {
    public StatusCodes {
      codes = Set.copyOf(codes);
      require(!codes.isEmpty(), "status_codes: is empty");
    }
  }

  /**
   * {@code latency}: the latest end less the earliest start is above the threshold and at most the
   * upper one.
   *
   * @param thresholdMs exclusive
   * @param upperThresholdMs inclusive; 0: none
   */
  record Latency(String name, long thresholdMs, long upperThresholdMs) implements PolicySpec {
    public Latency {
      require(thresholdMs >= 0, "threshold_ms: " + thresholdMs + " is negative");
      require(
          upperThresholdMs == 0 || upperThresholdMs > thresholdMs,
          "upper_threshold_ms: "
              + upperThresholdMs
              + " is not above threshold_ms ("
              + thresholdMs
              + ")");
    }
  }

  /**
   * {@code probabilistic}: keeps this share of the traces, by their randomness. A Collector's
   * {@code hash_salt} has no meaning here: one randomness serves all policies.
   *
   * @param samplingPercentage from 0 to 100
   */
  record Probabilistic(String name, double samplingPercentage) implements PolicySpec {
    public Probabilistic {
      require(
          samplingPercentage >= 0 && samplingPercentage <= 100,
          "sampling_percentage: " + samplingPercentage + " is not between 0 and 100");
    }

    @Override
    public boolean certain() {
      return false;
    }
  }

  /**
   * {@code string_attribute}: any span or resource has this attribute with one of the values, or
   * with a text in which one of the patterns is found.
   *
   * @param values for exact matching; empty where there are patterns; the empty text among them
   *     matches nothing, as in the Collector
   * @param patterns for matching by {@linkplain Re2Pattern regular expression}; empty where there
   *     are values
   * @param invertMatch matches the traces that the same policy without it does not
   */
  record StringAttribute(
      String name, String key, Set<String> values, List<Pattern> patterns, boolean invertMatch)
      implements PolicySpec {
    public StringAttribute {
      require(!key.isEmpty(), "key: is empty");
      values =
          values.stream().filter(value -> !value.isEmpty()).collect(Collectors.toUnmodifiableSet());
      patterns = List.copyOf(patterns);
    }

    /** Whether a value is among those looked for, {@code invertMatch} apart. */
    public boolean matches(String value) {
      if (values.contains(value)) {
        return true;
      }
      for (Pattern pattern : patterns) {
        if (pattern.matcher(value).find()) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * {@code numeric_attribute}: any span or resource has this attribute as an integer within the
   * bounds.
   *
   * @param minValue inclusive; {@link Long#MIN_VALUE}: none
   * @param maxValue inclusive; {@link Long#MAX_VALUE}: none
   * @param invertMatch matches the traces that the same policy without it does not
   */
  record NumericAttribute(
      String name, String key, long minValue, long maxValue, boolean invertMatch)
      implements PolicySpec {
    public NumericAttribute {
      require(!key.isEmpty(), "key: is empty");
      require(
          minValue <= maxValue,
          "max_value: " + maxValue + " is less than min_value (" + minValue + ")");
    }
  }

  /**
   * {@code boolean_attribute}: any span or resource has this attribute with this value.
   *
   * @param invertMatch matches the traces that the same policy without it does not
   */
  record BooleanAttribute(String name, String key, boolean value, boolean invertMatch)
      implements PolicySpec {
    public BooleanAttribute {
      require(!key.isEmpty(), "key: is empty");
    }
  }

  /**
   * {@code span_count}: the trace has so many spans.
   *
   * @param minSpans inclusive
   * @param maxSpans inclusive; 0: no upper bound
   */
  record SpanCount(String name, int minSpans, int maxSpans) implements PolicySpec {
    public SpanCount {
      require(minSpans >= 0, "min_spans: " + minSpans + " is negative");
      require(
          maxSpans == 0 || maxSpans >= minSpans,
          "max_spans: " + maxSpans + " is less than min_spans (" + minSpans + ")");
    }
  }

  /** {@code and}: all of these match; the strictest probability among them counts. */
  record And(String name, List<PolicySpec> policies) implements PolicySpec {
    public And {
      policies = List.copyOf(policies);
      require(!policies.isEmpty(), "and_sub_policy: is empty");
    }

    @Override
    public boolean certain() {
      return policies.stream().allMatch(PolicySpec::certain);
    }

    @Override
    public boolean dependsOnRandomness() {
      return policies.stream().anyMatch(PolicySpec::dependsOnRandomness);
    }
  }

  /**
   * {@code not}: the opposite. Of a {@link Probabilistic} one it keeps the rest of 100 per cent:
   * not the traces that the other would leave, since these are no set that a threshold can name,
   * but as many.
   */
  record Not(String name, PolicySpec policy) implements PolicySpec {
    public Not {
      require(
          policy.certain() || policy instanceof Probabilistic,
          "not_sub_policy: must say yes or no, or be a probabilistic policy alone");
    }

    @Override
    public boolean certain() {
      return policy.certain();
    }

    @Override
    public boolean dependsOnRandomness() {
      return policy.dependsOnRandomness();
    }
  }

  /**
   * {@code drop}: where all of these match, the trace is dropped whatever other policies say. With
   * a probability among them only that share is dropped.
   */
  record Drop(String name, List<PolicySpec> policies) implements PolicySpec {
    public Drop {
      policies = List.copyOf(policies);
      require(!policies.isEmpty(), "drop_sub_policy: is empty");
    }

    @Override
    public boolean certain() {
      return policies.stream().allMatch(PolicySpec::certain);
    }

    @Override
    public boolean dependsOnRandomness() {
      return policies.stream().anyMatch(PolicySpec::dependsOnRandomness);
    }
  }

  /** {@code trace_state}: any span's W3C tracestate has this key with one of these values. */
  record TraceStateEntry(String name, String key, Set<String> values) implements PolicySpec {
    public TraceStateEntry {
      require(!key.isEmpty(), "key: is empty");
      values = Set.copyOf(values);
      require(!values.isEmpty(), "values: is empty");
    }

    /** OpenTelemetry's own entry holds threshold and randomness. */
    @Override
    public boolean dependsOnRandomness() {
      return key.equals("ot");
    }
  }

  /** {@code ottl_condition}: any span fulfils any of these. */
  record OttlCondition(String name, List<OttlExpression> conditions) implements PolicySpec {
    public OttlCondition {
      conditions = List.copyOf(conditions);
      require(!conditions.isEmpty(), "span: is missing, and so is spanevent");
    }

    @Override
    public boolean dependsOnRandomness() {
      return conditions.stream().anyMatch(OttlExpression::dependsOnRandomness);
    }
  }

  /** {@code trace_flags}: any span has the W3C flag <i>sampled</i>. */
  record TraceFlags(String name) implements PolicySpec {
    @Override
    public boolean dependsOnRandomness() {
      return true;
    }
  }

  /**
   * {@code throughput}: keeps so many of the traces that the whole application's output is about so
   * much, whatever the number of instances.
   *
   * @param perSecond how much of the unit may be kept in a second
   * @param keys attributes by whose values the budget is divided; none: one threshold for all
   * @param beta from 0, as much is kept of every key, to 1, the same share is kept of every key
   * @param floor of the unit, so much a second each key gets at least, as far as there is so much
   * @param unseenShare from 0 to 1: the part of the budget that is for keys not seen before
   * @param strict holds the budget exactly, in each partition by itself
   */
  record Throughput(
      String name,
      Unit unit,
      double perSecond,
      List<String> keys,
      double beta,
      double floor,
      double unseenShare,
      boolean strict)
      implements PolicySpec {
    /** What a budget is counted in. */
    public enum Unit {
      TRACES,
      SPANS,
      BYTES
    }

    public Throughput {
      keys = List.copyOf(keys);
      require(perSecond > 0, unit.name().toLowerCase(Locale.ROOT) + "_per_second: is not above 0");
      require(beta >= 0 && beta <= 1, "beta: " + beta + " is not between 0 and 1");
      require(floor >= 0, "floor: " + floor + " is negative");
      require(floor <= perSecond, "floor: " + floor + " is more than the whole budget");
      require(
          unseenShare >= 0 && unseenShare < 1,
          "unseen_share: " + unseenShare + " is not between 0 and 1");
    }

    /** A budget as the Collector's limits have it: no keys. */
    public static Throughput plain(String name, Unit unit, double perSecond) {
      return new Throughput(name, unit, perSecond, List.of(), 0.5, 0, 0.1, false);
    }

    @Override
    public boolean certain() {
      return false;
    }
  }

  /**
   * {@code composite}: of these the first that matches decides, each within a budget of its own.
   */
  record Composite(String name, List<Part> parts) implements PolicySpec {
    /** A policy and what its traces may cost. */
    public record Part(PolicySpec policy, Throughput budget) {}

    public Composite {
      parts = List.copyOf(parts);
      require(!parts.isEmpty(), "composite_sub_policy: is empty");
    }

    @Override
    public boolean certain() {
      return false;
    }

    @Override
    public boolean dependsOnRandomness() {
      return parts.stream().anyMatch(part -> part.policy().dependsOnRandomness());
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
