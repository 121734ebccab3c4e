package io.spanmill.otlp;

import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;

/**
 * Copies a span and writes its sampling threshold, as {@code ot=th:…} in its {@code trace_state};
 * every other byte stays as it is. Not thread-safe; holds one span at a time.
 */
public final class SpanWithThreshold {
  private static final byte[] NOTHING = {};

  private final ProtoReader fields = new ProtoReader();
  private final ProtoWriter out = new ProtoWriter(1024);
  private final TraceState traceState = new TraceState();

  /**
   * @param threshold 0 to 2^56 &minus; 1
   */
  public void withThreshold(SpanView span, long threshold) {
    read(span);
    write(span, traceState.withThreshold(threshold));
  }

  /**
   * Writes a randomness, too: that which the threshold was held against, where it is not that of
   * the trace id.
   *
   * @param threshold 0 to 2^56 &minus; 1
   * @param randomness 0 to 2^56 &minus; 1
   */
  public void withThreshold(SpanView span, long threshold, long randomness) {
    read(span);
    write(span, traceState.withThreshold(threshold, randomness));
  }

  /** Takes away the threshold that the span came with. */
  public void withoutThreshold(SpanView span) {
    read(span);
    write(span, traceState.withoutThreshold());
  }

  /** Valid up to {@link #length}, until the next span. */
  public byte[] bytes() {
    return out.array();
  }

  public int length() {
    return out.size();
  }

  private void read(SpanView span) {
    traceState.read(span.bytes(), span.traceStateFrom(), span.traceStateTo());
  }

  /** The new text takes the old one's place; where there was none it follows the ids. */
  private void write(SpanView span, byte[] newState) {
    byte[] bytes = span.bytes();
    out.clear();
    if (Arrays.equals(
        newState, 0, newState.length, bytes, span.traceStateFrom(), span.traceStateTo())) {
      out.writeRaw(bytes, span.from(), span.to());
      return;
    }
    byte[] pending = newState;
    int copied = span.from();
    fields.reset(bytes, span.from(), span.to());
    while (nextField()) {
      boolean isState = fields.tag() == OtlpFields.TRACE_STATE;
      boolean isBehind = (fields.tag() >>> 3) > 3;
      if (isState || (isBehind && pending.length > 0)) {
        out.writeRaw(bytes, copied, fields.fieldStart());
        copied = isState ? fields.fieldEnd() : fields.fieldStart();
        writeState(pending);
        pending = NOTHING;
      }
    }
    out.writeRaw(bytes, copied, span.to());
    writeState(pending);
  }

  private void writeState(byte[] state) {
    if (state.length > 0) {
      out.writeField(OtlpFields.TRACE_STATE, state);
    }
  }

  private boolean nextField() {
    try {
      return fields.next();
    } catch (MalformedBytesException impossible) {
      throw new IllegalStateException("a span that was read before cannot be read", impossible);
    }
  }
}
