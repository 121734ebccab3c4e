package io.spanmill.assembly;

import io.spanmill.model.Basis;
import io.spanmill.model.TraceId;
import io.spanmill.sampling.KeptTraceWriter;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.TraceView;
import org.jspecify.annotations.Nullable;

/** Kept spans on their way out; what comes late of one trace leaves together. Not thread-safe. */
final class KeptSpans {
  /** Takes kept spans as {@code TracesData}. */
  interface Output {
    void write(TraceId id, byte[] traces);
  }

  /** One stored trace is cut, between spans, when it has reached this size. */
  private static final int TRACE_RECORD_BYTES = 1 << 20;

  private final KeptTraceWriter writer;
  private final Output output;
  private @Nullable TraceId lateTrace;

  /**
   * @param recordBytes the largest record that may leave
   */
  KeptSpans(int recordBytes, Output output) {
    writer = new KeptTraceWriter(TRACE_RECORD_BYTES, recordBytes);
    this.output = output;
  }

  void write(TraceView spans, long threshold, Basis basis) {
    end(); // one writer serves both
    TraceId id = spans.trace().id();
    writer.write(spans, threshold, basis, bytes -> output.write(id, bytes));
  }

  void add(ArrivingSpan span, long threshold, Basis basis) {
    TraceId id = new TraceId(span.view().traceIdHigh(), span.view().traceIdLow());
    if (!id.equals(lateTrace)) {
      end();
      lateTrace = id;
    }
    writer.add(span.view(), span.origin(), span.threshold(), threshold, basis, this::writeLate);
  }

  /** What was added leaves now. */
  void end() {
    if (lateTrace != null) {
      writer.finish(this::writeLate);
      lateTrace = null;
    }
  }

  private void writeLate(byte[] bytes) {
    TraceId id = lateTrace;
    if (id != null) {
      output.write(id, bytes);
    }
  }
}
