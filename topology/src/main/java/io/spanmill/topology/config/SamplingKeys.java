package io.spanmill.topology.config;

import io.spanmill.sampling.SamplingConfig;
import java.util.List;

/** The keys below {@code sampling}: what is applied to a running pipeline as a whole. */
final class SamplingKeys {
  static final Key<SamplingConfig.Match> MATCH =
      new Key<>(
          "sampling.match",
          ValueType.MATCH,
          "any",
          "Whether a trace is kept if any of the policies keeps it, or the first that matches decides.");
  static final Key<Integer> PRECISION =
      new Key<>(
          "sampling.sampling_precision",
          ValueType.COUNT,
          "4",
          "Hexadecimal digits of a threshold (1 to 14), leading f apart: how exactly a percentage is met.");
  static final Key<SamplingConfig.Mode> MODE =
      new Key<>(
          "sampling.mode",
          ValueType.MODE,
          "assume_unsampled",
          "What a span without ot=th means: that all such spans are here, or that nothing is known.");
  static final Key<SamplingConfig.RandomnessMode> RANDOMNESS =
      new Key<>(
          "sampling.randomness",
          ValueType.RANDOMNESS,
          "presume",
          "Randomness of a trace without ot=rv: its id, its id if W3C's flag random is set, or a hash of its id.");
  static final Key<List<SamplingConfig.Upstream>> UPSTREAM =
      new Key<>(
          "sampling.upstream",
          ValueType.UPSTREAM,
          "[]",
          "Services (with * and ?) behind an old TraceIdRatioBased sampler (legacy_ratio: low64 or java_abs) and its ratio.");
  static final Key<PolicyReader.Policies> POLICIES =
      new Key<>(
          "sampling.policies",
          ValueType.POLICIES,
          "[{name: errors, type: status_code, status_code: {status_codes: [ERROR]}},"
              + " {name: slow, type: latency, latency: {threshold_ms: 500}},"
              + " {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}]",
          "Which traces are kept, in the syntax of the OpenTelemetry Collector's tail_sampling processor.");

  /** In the order in which they are shown. */
  static final List<Key<?>> ALL = List.of(MATCH, PRECISION, MODE, RANDOMNESS, UPSTREAM, POLICIES);

  private SamplingKeys() {}
}
