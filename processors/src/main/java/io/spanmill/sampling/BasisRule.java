package io.spanmill.sampling;

import io.spanmill.model.Basis;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.SpanView;
import io.spanmill.sampling.SamplingConfig.Mode;
import io.spanmill.sampling.SamplingConfig.RandomnessMode;
import io.spanmill.sampling.SamplingConfig.Upstream;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.List;

/**
 * Where a trace's randomness comes from: {@code rv} if there is one, else the trace id, or a hash
 * of it where the id is not to be trusted. Not thread-safe.
 */
final class BasisRule {
  private final RandomnessMode mode;
  private final List<Upstream> upstream;
  private final boolean missingIsUnknown;

  BasisRule(SamplingConfig config) {
    mode = config.randomness();
    upstream = config.upstream();
    missingIsUnknown = config.mode() == Mode.PRESERVE_UNKNOWN;
  }

  Basis of(TraceView spans) {
    Trace trace = spans.trace();
    if (trace.explicitRandomness() != Basis.NO_RANDOMNESS) {
      return new Basis(trace.explicitRandomness(), Basis.Source.RV, missingIsUnknown);
    }
    if (mode == RandomnessMode.REQUIRE_FLAG && !isFlaggedRandom(spans)) {
      return new Basis(hash(trace), Basis.Source.HIDDEN_HASH, missingIsUnknown);
    }
    if (isHashed(trace.spans())) {
      return new Basis(hash(trace), Basis.Source.HASH, missingIsUnknown);
    }
    return new Basis(TraceId.randomness(trace.idLow()), Basis.Source.TRACE_ID, missingIsUnknown);
  }

  private static long hash(Trace trace) {
    return TraceId.hashedRandomness(trace.idHigh(), trace.idLow());
  }

  private static boolean isFlaggedRandom(TraceView spans) {
    for (int span = 0; span < spans.size(); span++) {
      if ((spans.span(span).flags() & SpanView.RANDOM) != 0) {
        return true;
      }
    }
    return false;
  }

  /** A threshold that is there already is about the trace id, and goes on to be. */
  private boolean isHashed(SpanTable spans) {
    return (mode == RandomnessMode.HASH || (!upstream.isEmpty() && isFromUpstream(spans)))
        && !hasThreshold(spans);
  }

  private boolean isFromUpstream(SpanTable spans) {
    for (int span = 0; span < spans.size(); span++) {
      for (Upstream one : upstream) {
        if (one.service().matcher(spans.service(span)).matches()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasThreshold(SpanTable spans) {
    for (int span = 0; span < spans.size(); span++) {
      if (spans.threshold(span) >= Threshold.ALWAYS) {
        return true;
      }
    }
    return false;
  }
}
