package io.spanmill.sampling;

import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import io.spanmill.trace.TraceView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides traces. Each policy gives a threshold; a trace is kept if its randomness R reaches the
 * lowest of them, T = min T<sub>i</sub>. Since all are held against the same R, that is the same as
 * asking them one by one and keeping what any keeps, and T says exactly how likely it was. A policy
 * that drops is a veto. Not thread-safe.
 */
public final class Sampler {
  private record Named(String name, Policy policy) {}

  private final List<Named> keeping = new ArrayList<>();
  private final List<Named> dropping = new ArrayList<>();

  public Sampler(SamplingConfig config) {
    for (PolicySpec spec : config.policies()) {
      List<Named> side = spec instanceof PolicySpec.Drop ? dropping : keeping;
      side.add(new Named(spec.name(), Policies.of(spec)));
    }
  }

  public Verdict judge(TraceView spans) {
    for (Named drop : dropping) {
      if (drop.policy().threshold(spans) == Threshold.ALWAYS) {
        return new Verdict(false, Threshold.NEVER, drop.name(), List.of());
      }
    }
    return judge(spans, spans.trace().randomness());
  }

  private Verdict judge(TraceView spans, long randomness) {
    List<String> matched = new ArrayList<>();
    long lowest = Threshold.NEVER;
    @Nullable String policy = null;
    for (Named keep : keeping) {
      long threshold = keep.policy().threshold(spans);
      if (threshold <= randomness) {
        matched.add(keep.name());
      }
      if (threshold < lowest) {
        lowest = threshold;
        policy = keep.name();
      }
    }
    boolean kept = lowest <= randomness;
    return new Verdict(kept, lowest, kept ? policy : null, matched);
  }
}
