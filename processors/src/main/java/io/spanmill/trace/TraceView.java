package io.spanmill.trace;

import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace that is being decided, with their bytes: by index as in {@link
 * Trace#spans()}. Not thread-safe; one object is aimed at one trace after the other, and what it
 * gave out holds until then.
 */
public final class TraceView {
  /** So many spans are read once and kept; those of larger traces are read at each look. */
  private static final int KEPT = 256;

  /** A larger trace's bytes are given back with the next: views are many, such traces are few. */
  private static final int KEPT_BYTES = 1 << 20;

  private final @Nullable SpanView[] kept = new SpanView[KEPT];
  private SpanView beyond = new SpanView();
  private byte[] bytes = new byte[1024];
  private int[] starts = new int[KEPT];
  private int read;
  private boolean copied;
  private Trace trace;

  public TraceView() {
    trace = new TracePool().open(0, 0, false);
  }

  /** Aims at a trace that is still open. */
  public TraceView open(Trace of) {
    trace = of;
    read = 0;
    copied = false;
    return this;
  }

  /** Most traces are decided by what is known of their spans without their bytes. */
  private void copy() {
    Trace of = trace;
    copied = true;
    if (bytes.length < of.byteCount()) {
      replaceBytes(Math.max(of.byteCount(), Math.min(2 * bytes.length, KEPT_BYTES)));
    } else if (bytes.length > KEPT_BYTES && of.byteCount() <= KEPT_BYTES) {
      replaceBytes(KEPT_BYTES);
      starts = new int[KEPT];
    }
    of.copyBytes(bytes);
    findStarts(of.spans());
  }

  /** What has been read of the old ones would hold on to them. */
  private void replaceBytes(int length) {
    bytes = new byte[length];
    Arrays.fill(kept, null);
    beyond = new SpanView();
  }

  private void findStarts(SpanTable spans) {
    if (starts.length < spans.size()) {
      starts = new int[spans.size()];
    }
    int at = 0;
    for (int i = 0; i < spans.size(); i++) {
      starts[i] = at;
      at += spans.length(i);
    }
  }

  public Trace trace() {
    return trace;
  }

  public int size() {
    return trace.spans().size();
  }

  public Origin origin(int span) {
    return trace.spans().origin(span);
  }

  /** Writes the name of a span behind its length, as far as we use it to name things. */
  public void writeName(int span, ProtoWriter out) {
    Shape shape = trace.spans().shape(span);
    if (shape != null) {
      out.writeSized(shape.nameUtf8(), 0, shape.nameUtf8().length);
    } else {
      SpanView view = span(span);
      out.writeSized(view.bytes(), view.nameFrom(), view.nameTo());
    }
  }

  public SpanView span(int span) {
    if (!copied) {
      copy();
    }
    try {
      if (span >= KEPT) {
        return aim(beyond, span);
      }
      while (read <= span) {
        aim(kept(read), read);
        read++;
      }
      return kept(span);
    } catch (MalformedBytesException impossible) {
      throw new IllegalStateException("a span that was read before cannot be read", impossible);
    }
  }

  private SpanView kept(int span) {
    SpanView view = kept[span];
    if (view == null) {
      view = new SpanView();
      kept[span] = view;
    }
    return view;
  }

  private SpanView aim(SpanView view, int span) throws MalformedBytesException {
    return view.read(bytes, starts[span], starts[span] + trace.spans().length(span));
  }
}
