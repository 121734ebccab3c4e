package io.spanmill.assembly;

import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Some spans of an open trace as they are stored aside, so that the log below them can be let go;
 * and the trace's times when that was done.
 *
 * <pre>
 * version 1     1 byte   1
 * flags         1 byte   1 reopened
 * first         8 bytes  milliseconds, as the next: see {@link Trace#firstMillis}
 * last          8 bytes  {@link Trace#lastMillis}
 * anchor level  8 bytes  a threshold: {@link Trace#anchorLevel}
 * anchor        8 bytes  milliseconds: {@link Trace#anchorMillis}
 * spans         4 bytes  how many there are
 * booked        8 bytes for each span: {@link SpanTable#bookedMillis}
 * traces        to the end: the spans as {@code TracesData}, in the order in which they arrived;
 *               only neighbours share a resource or a scope
 * </pre>
 *
 * All numbers are big-endian.
 */
final class TracePiece {
  private static final byte VERSION = 1;
  private static final int FLAGS = 1;
  private static final int FIRST = 2;
  private static final int LAST = FIRST + Long.BYTES;
  private static final int ANCHOR_LEVEL = LAST + Long.BYTES;
  private static final int ANCHOR = ANCHOR_LEVEL + Long.BYTES;
  private static final int SPANS = ANCHOR + Long.BYTES;
  private static final int FIXED = SPANS + Integer.BYTES;

  /** A piece ends with the span with which it has reached this size. */
  private static final int ENOUGH_BYTES = 512 * 1024;

  /** Writes pieces. Not thread-safe. */
  static final class Writer {
    private final TracesWriter traces = new TracesWriter();

    /**
     * The piece that begins with a span.
     *
     * @return its end, to be followed by {@link #finish}
     */
    int write(TraceView spans, int from) {
      Origin current = null;
      int span = from;
      while (span < spans.size() && traces.size() < ENOUGH_BYTES) {
        current = moveTo(spans.origin(span), current);
        SpanView view = spans.span(span);
        traces.span(view.bytes(), view.from(), view.to());
        span++;
      }
      return span;
    }

    private Origin moveTo(Origin next, @Nullable Origin current) {
      if (next != current) {
        traces.resource(next.resourceFields()).scope(next.scopeFields());
      }
      return next;
    }

    /** The stored form of the piece from one span to another. */
    byte[] finish(Trace trace, int from, int to) {
      byte[] written = traces.finish();
      ByteBuffer out = ByteBuffer.allocate(FIXED + (to - from) * Long.BYTES + written.length);
      out.put(VERSION).put((byte) (trace.isReopened() ? 1 : 0));
      out.putLong(trace.firstMillis()).putLong(trace.lastMillis());
      out.putLong(trace.anchorLevel()).putLong(trace.anchorMillis()).putInt(to - from);
      for (int span = from; span < to; span++) {
        out.putLong(trace.spans().bookedMillis(span));
      }
      return out.put(written).array();
    }
  }

  private final ByteBuffer stored;

  private TracePiece(ByteBuffer stored) {
    this.stored = stored;
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a piece, or of another version
   */
  static TracePiece of(byte[] stored) {
    if (stored.length > 0 && stored[0] != VERSION) {
      throw new IllegalArgumentException("piece of version " + stored[0] + ", not " + VERSION);
    }
    if (stored.length < FIXED || !holdsItsSpans(ByteBuffer.wrap(stored))) {
      throw new IllegalArgumentException("piece of a trace that is cut short");
    }
    return new TracePiece(ByteBuffer.wrap(stored));
  }

  private static boolean holdsItsSpans(ByteBuffer stored) {
    int spans = stored.getInt(SPANS);
    return spans >= 0 && spans <= (stored.limit() - FIXED) / Long.BYTES;
  }

  boolean isReopened() {
    return stored.get(FLAGS) != 0;
  }

  int spans() {
    return stored.getInt(SPANS);
  }

  /** As if it had arrived then: where its own end is believed, that is the same. */
  long arrivalMillis(int span) {
    return stored.getLong(FIXED + span * Long.BYTES);
  }

  /** A {@code TracesData}. */
  byte[] traces() {
    int from = FIXED + spans() * Long.BYTES;
    byte[] traces = new byte[stored.limit() - from];
    stored.get(from, traces);
    return traces;
  }

  /** Gives the trace its times back. */
  void tell(Trace trace) {
    trace.comeBack(
        stored.getLong(FIRST),
        stored.getLong(LAST),
        stored.getLong(ANCHOR_LEVEL),
        stored.getLong(ANCHOR));
  }
}
