package io.spanmill.benchmarks;

import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.SpanView;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.Sampler;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TracePool;
import io.spanmill.trace.TraceView;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A trace of a root, which is always there, and a failed child, which is there if the trace's
 * randomness reaches its threshold. Not thread-safe.
 */
final class TwoSpans {
  /** How the policies' answer and the thresholds of spans are put together. */
  enum Rule {
    /** The policies judge what is there, and each span keeps the stricter threshold. */
    MINIMUM,
    /** Likewise, but all spans get the strictest threshold that any of them has. */
    STRICTEST,
    /** As Spanmill does it. */
    BY_LEVELS
  }

  private static final long ID_HIGH = 7;
  private static final long ANY_SKEW = Long.MAX_VALUE;

  private final Rule rule;
  private final long childThreshold;
  private final Sampler sampler;
  private final Origin origin = Origin.unknown();
  private final SpanView view = new SpanView();
  private final ArrivingSpan arriving = new ArrivingSpan(view, ANY_SKEW);
  private final TraceView spans = new TraceView();
  private final TracePool pool = new TracePool();
  private double root;
  private double child;

  /**
   * @param childThreshold that of the child; 0 to 2^56 &minus; 1
   */
  TwoSpans(List<PolicySpec> policies, Rule rule, long childThreshold)
      throws MalformedBytesException {
    this.rule = rule;
    this.childThreshold = childThreshold;
    this.sampler = new Sampler(SamplingConfig.of(policies));
  }

  /** Samples the trace at a randomness of 0 to 2^56 &minus; 1. */
  void sample(long randomness) throws MalformedBytesException {
    boolean childIsThere = childThreshold <= randomness;
    Trace trace = pool.open(ID_HIGH, randomness, false);
    add(trace, 1, 0, StatusCode.UNSET, Threshold.ALWAYS);
    if (childIsThere) {
      add(trace, 2, 1, StatusCode.ERROR, childThreshold);
    }
    Verdict verdict = sampler.judge(spans.open(trace));
    trace.free();
    long strictest = childIsThere ? childThreshold : Threshold.ALWAYS;
    long least = rule == Rule.STRICTEST ? strictest : Threshold.ALWAYS;
    long threshold = Math.max(verdict.threshold(), least);
    root = verdict.kept() ? Threshold.adjustedCount(threshold) : 0;
    child =
        verdict.kept() && childIsThere
            ? Threshold.adjustedCount(Math.max(threshold, childThreshold))
            : 0;
  }

  /** Only the sampler that goes by levels is shown the thresholds. */
  private void add(Trace trace, long id, long parent, StatusCode status, long threshold)
      throws MalformedBytesException {
    ProtoWriter span = new ProtoWriter(128);
    span.writeField(OtlpFields.TRACE_ID, bytes(ID_HIGH, trace.idLow()));
    span.writeField(OtlpFields.SPAN_ID, bytes(id));
    if (parent != 0) {
      span.writeField(OtlpFields.PARENT_SPAN_ID, bytes(parent));
    }
    if (rule == Rule.BY_LEVELS) {
      span.writeString(OtlpFields.TRACE_STATE, "ot=th:" + Threshold.encode(threshold));
    }
    int message = span.beginMessage(OtlpFields.STATUS);
    span.writeTag(OtlpFields.STATUS_CODE).writeVarint(status.ordinal());
    span.endMessage(message);
    byte[] bytes = span.toByteArray();
    view.read(bytes, 0, bytes.length);
    arriving.arrive(origin, 0);
    trace.add(arriving, 0);
  }

  private static byte[] bytes(long... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      buffer.putLong(number);
    }
    return buffer.array();
  }

  /** How many roots the root that was kept stands for; 0 if it was not. */
  double root() {
    return root;
  }

  /** As {@link #root}, for the child. */
  double child() {
    return child;
  }
}
