package io.spanmill.sampling;

import com.google.re2j.Pattern;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which traces are kept, and what is believed of how they were sampled before.
 *
 * @param version names this set of policies in decisions; the same text has the same version
 * @param match how the policies are put together
 * @param precision hexadecimal digits of a probability's threshold, 1 to 14
 * @param mode what a span without threshold means
 * @param randomness where a trace's randomness comes from
 * @param upstream services whose spans were sampled in a way that leaves trace ids not random
 * @param policies in the order of the file; without any, nothing is kept
 * @throws IllegalArgumentException where something is out of its range or two policies have one
 *     name; the message begins with the key's name in the configuration
 */
public record SamplingConfig(
    String version,
    Match match,
    int precision,
    Mode mode,
    RandomnessMode randomness,
    List<Upstream> upstream,
    List<PolicySpec> policies) {

  /** What the SDKs write, too. */
  public static final int DEFAULT_PRECISION = 4;

  /** How policies are put together. */
  public enum Match {
    /** What any policy keeps is kept, unless a {@link PolicySpec.Drop} takes it away. */
    ANY,
    /** The first policy that matches decides. */
    FIRST
  }

  /** What a span without threshold means. */
  public enum Mode {
    /** Everything is here: counts are exact relative to what reached Kafka. */
    ASSUME_UNSAMPLED,
    /** How likely it was to come is not known, and stays so. */
    PRESERVE_UNKNOWN
  }

  /** Where a trace's randomness comes from, if no span says it in {@code rv}. */
  public enum RandomnessMode {
    /** The trace id, as the specification has it. */
    PRESUME,
    /** The trace id, if W3C's flag <i>random</i> is set. */
    REQUIRE_FLAG,
    /** A hash of the trace id, which is written as {@code rv} on all that is kept. */
    HASH
  }

  /**
   * Services behind an old {@code TraceIdRatioBased} sampler, which keeps what has small trace ids
   * and does not say so. Their traces get a randomness by {@link RandomnessMode#HASH}.
   *
   * @param service matches whole names
   * @param ratio share that the sampler kept, above 0 to 1: what is left counts for more
   */
  public record Upstream(Pattern service, double ratio) {
    public Upstream {
      if (!(ratio > 0 && ratio <= 1)) {
        throw new IllegalArgumentException("ratio: " + ratio + " is not above 0 and up to 1");
      }
    }
  }

  public SamplingConfig {
    if (precision < 1 || precision > 14) {
      throw new IllegalArgumentException(
          "sampling_precision: " + precision + " is not between 1 and 14");
    }
    upstream = List.copyOf(upstream);
    policies = List.copyOf(policies);
    Set<String> names = new HashSet<>();
    for (PolicySpec policy : policies) {
      if (!names.add(policy.name())) {
        throw new IllegalArgumentException(
            "policies: two policies are named \"" + policy.name() + "\"");
      }
    }
  }

  /**
   * The share of a service's traces that an old head sampler lets through; 1 if there is none, or
   * none that is known.
   */
  public double ratioOf(String service) {
    for (Upstream one : upstream) {
      if (one.service().matcher(service).matches()) {
        return one.ratio();
      }
    }
    return 1;
  }

  /** The same under another version. */
  public SamplingConfig named(String otherVersion) {
    return new SamplingConfig(otherVersion, match, precision, mode, randomness, upstream, policies);
  }

  /** These policies, and of all else what holds by default. */
  public static SamplingConfig of(List<PolicySpec> policies) {
    return new SamplingConfig(
        "",
        Match.ANY,
        DEFAULT_PRECISION,
        Mode.ASSUME_UNSAMPLED,
        RandomnessMode.PRESUME,
        List.of(),
        policies);
  }
}
