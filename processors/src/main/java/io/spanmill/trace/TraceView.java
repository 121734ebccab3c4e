package io.spanmill.trace;

import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace that is being decided, with their bytes: by index as in {@link
 * Trace#spans()}. Not thread-safe; one object is aimed at one trace after the other, and what it
 * gave out holds until then.
 */
public final class TraceView {
  /** So many spans are read once and kept; those of larger traces are read at each look. */
  private static final int KEPT = 256;

  private final @Nullable SpanView[] kept = new SpanView[KEPT];
  private final SpanView beyond = new SpanView();
  private byte[] bytes = new byte[1024];
  private int[] starts = new int[KEPT];
  private int read;
  private Trace trace;

  public TraceView() {
    trace = new Trace(0, 0, false, new BlockPool());
  }

  /** Aims at a trace that is still open. */
  public TraceView open(Trace of) {
    trace = of;
    read = 0;
    if (bytes.length < of.byteCount()) {
      bytes = new byte[Math.max(of.byteCount(), 2 * bytes.length)];
    }
    of.copyBytes(bytes);
    findStarts(of.spans());
    return this;
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

  public SpanView span(int span) {
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
