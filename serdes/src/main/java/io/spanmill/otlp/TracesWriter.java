package io.spanmill.otlp;

import io.spanmill.wire.ProtoWriter;

/**
 * Writes a {@code TracesData} message from spans that exist as bytes. Not thread-safe; made to be
 * used again after {@link #finish}.
 *
 * <pre>{@code
 * writer.resource(fields).scope(fields).span(bytes, from, to).span(bytes, from, to);
 * byte[] tracesData = writer.finish();
 * }</pre>
 */
public final class TracesWriter {
  private static final int CLOSED = -1;

  /** So much is kept for the next message: writers are many, and large messages are few. */
  private static final int KEPT_BYTES = 2 << 20;

  private final ProtoWriter out = new ProtoWriter(16 * 1024);
  private int resourceBegin = CLOSED;
  private int scopeBegin = CLOSED;
  private int spans;

  /** Begins a {@code ResourceSpans} with all its fields but the scopes. */
  public TracesWriter resource(byte[] fields) {
    endResource();
    resourceBegin = out.beginMessage(OtlpFields.RESOURCE_SPANS);
    out.writeRaw(fields, 0, fields.length);
    return this;
  }

  /** Begins a {@code ScopeSpans} with all its fields but the spans. */
  public TracesWriter scope(byte[] fields) {
    endScope();
    scopeBegin = out.beginMessage(OtlpFields.SCOPE_SPANS);
    out.writeRaw(fields, 0, fields.length);
    return this;
  }

  public TracesWriter span(byte[] bytes, int from, int to) {
    out.writeField(OtlpFields.SPANS, bytes, from, to);
    spans++;
    return this;
  }

  /** Spans written since the last {@link #finish}. */
  public int spans() {
    return spans;
  }

  /** Bytes written since the last {@link #finish}, but for a few lengths. */
  public int size() {
    return out.size();
  }

  /** Ends the message and returns it; the writer is then empty. */
  public byte[] finish() {
    endResource();
    byte[] message = out.toByteArray();
    out.clearTo(KEPT_BYTES);
    spans = 0;
    return message;
  }

  private void endResource() {
    endScope();
    if (resourceBegin != CLOSED) {
      out.endMessage(resourceBegin);
      resourceBegin = CLOSED;
    }
  }

  private void endScope() {
    if (scopeBegin != CLOSED) {
      out.endMessage(scopeBegin);
      scopeBegin = CLOSED;
    }
  }
}
