package io.spanmill.embedded;

import io.spanmill.embedded.HeadSampledTraces.Drawn;
import io.spanmill.embedded.HeadSampledTraces.Member;
import io.spanmill.embedded.HeadSampledTraces.Written;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import io.spanmill.otlp.SpanView;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.Sampler;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TracePool;
import io.spanmill.trace.TraceView;
import io.spanmill.wire.MalformedBytesException;
import java.util.List;
import java.util.Set;

/**
 * Gives a trace a randomness, drops what the head samplers would, and asks the sampler for a
 * threshold. Not thread-safe.
 */
final class TailRule {
  /** How thresholds that spans bring are met. */
  enum Kind {
    /** The sampler is shown the thresholds. */
    BY_LEVELS,
    /**
     * What the policies say of all that is there: the sampler is not shown the thresholds. The
     * obvious rule, and wrong.
     */
    NAIVE
  }

  private static final long ANY_SKEW = Long.MAX_VALUE;

  private final Kind kind;
  private final Sampler sampler;
  private final SpanView view = new SpanView();
  private final ArrivingSpan arriving = new ArrivingSpan(view, ANY_SKEW);
  private final TraceView spans = new TraceView();
  private final TracePool pool = new TracePool();

  /**
   * @param slowMillis traces that last longer are kept, as are those with errors; of the others 10
   *     %
   */
  TailRule(Kind kind, long slowMillis) {
    this.kind = kind;
    this.sampler =
        new Sampler(
            SamplingConfig.of(
                List.of(
                    new PolicySpec.StatusCodes("errors", Set.of(StatusCode.ERROR)),
                    new PolicySpec.Latency("slow", slowMillis, 0),
                    new PolicySpec.Probabilistic("rest", 10))));
  }

  /**
   * The threshold at which the trace is kept, or {@link Threshold#NEVER} if it is dropped.
   *
   * @param randomness 0 to 2^56 &minus; 1
   */
  long threshold(Drawn drawn, long randomness) {
    Trace trace = pool.open(drawn.idHigh(), drawn.idTop() | randomness, false);
    for (Member member : drawn.members()) {
      if (member.threshold() <= randomness) {
        add(trace, member);
      }
    }
    long threshold = Threshold.NEVER;
    if (trace.spans().size() > 0) {
      Verdict verdict = sampler.judge(spans.open(trace));
      threshold = verdict.kept() ? verdict.threshold() : Threshold.NEVER;
    }
    trace.free();
    return threshold;
  }

  private void add(Trace trace, Member member) {
    Written written = kind == Kind.NAIVE ? member.bare() : member.stamped();
    written.writeIdLow(trace.idLow());
    try {
      view.read(written.bytes(), 0, written.bytes().length);
    } catch (MalformedBytesException impossible) {
      throw new IllegalStateException(impossible);
    }
    arriving.arrive(member.origin(), 0);
    trace.add(arriving, 0);
  }
}
