package io.spanmill.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A span as it lies in a request, found with protobuf's own reader.
 *
 * @param bytes the span without its trace state
 * @param state the trace state
 * @param resource all of its {@code ResourceSpans} but the scopes
 * @param scope all of its {@code ScopeSpans} but the spans
 */
record RawSpan(byte[] bytes, String state, byte[] resource, byte[] scope) {
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = ResourceSpans.SCOPE_SPANS_FIELD_NUMBER;
  private static final int SPANS = ScopeSpans.SPANS_FIELD_NUMBER;
  private static final int TRACE_STATE = Span.TRACE_STATE_FIELD_NUMBER;

  /** What tells spans apart. */
  record Identity(String traceId, String spanId, String service, int kind) {}

  /** Takes one span. */
  interface Reader {
    void read(RawSpan span) throws IOException;
  }

  static void each(byte[] traces, Reader reader) throws IOException {
    for (byte[] resourceSpans : inside(traces, RESOURCE_SPANS)) {
      byte[] resource = without(resourceSpans, SCOPE_SPANS);
      for (byte[] scopeSpans : inside(resourceSpans, SCOPE_SPANS)) {
        byte[] scope = without(scopeSpans, SPANS);
        for (byte[] span : inside(scopeSpans, SPANS)) {
          reader.read(new RawSpan(without(span, TRACE_STATE), stateOf(span), resource, scope));
        }
      }
    }
  }

  private static String stateOf(byte[] span) throws IOException {
    return Span.parseFrom(span).getTraceState();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  Span span() throws IOException {
    return Span.parseFrom(bytes);
  }

  Identity identity(ServiceNames names) throws IOException {
    Span span = span();
    return new Identity(
        hex(span.getTraceId()), hex(span.getSpanId()), names.of(resource), span.getKindValue());
  }

  /** Equal but for the trace state. */
  boolean hasBytesOf(RawSpan other) {
    return Arrays.equals(bytes, other.bytes)
        && Arrays.equals(resource, other.resource)
        && Arrays.equals(scope, other.scope);
  }

  /** Equal but for the trace state, however it is spelled. */
  boolean hasMessagesOf(RawSpan other) throws IOException {
    return span().equals(other.span())
        && ResourceSpans.parseFrom(resource).equals(ResourceSpans.parseFrom(other.resource))
        && ScopeSpans.parseFrom(scope).equals(ScopeSpans.parseFrom(other.scope));
  }

  private static List<byte[]> inside(byte[] message, int field) throws IOException {
    List<byte[]> found = new ArrayList<>();
    walk(message, field, found, new ByteArrayOutputStream());
    return found;
  }

  private static byte[] without(byte[] message, int field) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream(message.length);
    walk(message, field, new ArrayList<>(), rest);
    return rest.toByteArray();
  }

  private static void walk(
      byte[] message, int field, List<byte[]> found, ByteArrayOutputStream rest)
      throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    while (!in.isAtEnd()) {
      int from = in.getTotalBytesRead();
      int tag = in.readTag();
      if (WireFormat.getTagFieldNumber(tag) == field) {
        found.add(in.readByteArray());
      } else {
        in.skipField(tag);
        rest.write(message, from, in.getTotalBytesRead() - from);
      }
    }
  }
}
