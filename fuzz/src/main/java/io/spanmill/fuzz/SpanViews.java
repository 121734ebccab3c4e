package io.spanmill.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeKeys;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.SpanWithThreshold;
import io.spanmill.otlp.TraceState;
import io.spanmill.wire.MalformedBytesException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of a span that protobuf's own parser reads, a view of its bytes says the same, attributes and
 * all; with another threshold it differs in its tracestate alone. Of other bytes it says that they
 * are malformed, or says something, but it never fails.
 */
public final class SpanViews {
  private static final long HALF = 1L << 55;

  private SpanViews() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Span span = Span.parseFrom(bytes);
      agree(span, new SpanView().read(bytes, 0, bytes.length));
      withThreshold(span, bytes);
    } catch (InvalidProtocolBufferException malformed) {
      look(bytes);
    } catch (MalformedBytesException malformed) {
      Claim.holds(
          String.valueOf(malformed.getMessage()).startsWith("number of more than ten bytes"),
          "what protobuf reads can be read: " + malformed.getMessage());
    }
  }

  private static void look(byte[] bytes) {
    try {
      SpanView view = new SpanView().read(bytes, 0, bytes.length);
      AttributeValue value = new AttributeValue();
      for (int i = 0; i < view.attributes().size(); i++) {
        view.attributes().keyAt(i, new AttributeKeys(List.of("a", "", "http.route")));
        view.attributes().valueAt(i, value);
        value.label();
        value.hash();
      }
      view.name();
      view.flaw();
    } catch (MalformedBytesException malformed) {
      Claim.holds(malformed.position() <= bytes.length, "the place is inside");
    }
  }

  private static void agree(Span span, SpanView view) throws MalformedBytesException {
    Claim.holds(view.flags() == span.getFlags(), "flags");
    Claim.holds(view.startNanos() == span.getStartTimeUnixNano(), "start");
    Claim.holds(view.endNanos() == span.getEndTimeUnixNano(), "end");
    Claim.holds(view.kind().ordinal() == known(span.getKindValue(), 6), "kind");
    Claim.holds(view.status().ordinal() == known(span.getStatus().getCodeValue(), 3), "status");
    Claim.holds(span.getName().startsWith(view.name()), "name");
    Claim.holds(
        view.name().length() > 300 || span.getName().equals(view.name()), "a short name is whole");
    boolean sound = span.getTraceId().size() == 16 && span.getSpanId().size() == 8;
    if (sound) {
      Claim.holds(
          view.traceIdHigh() == span.getTraceId().asReadOnlyByteBuffer().getLong(0), "trace id");
      Claim.holds(view.spanId() == span.getSpanId().asReadOnlyByteBuffer().getLong(), "span id");
    }
    Claim.holds(sound || view.flaw() != null, "ids of another length are a flaw");
    attributes(span, view);
  }

  /** A constant that is none of so many is unspecified. */
  private static int known(int constant, int count) {
    return constant >= 0 && constant < count ? constant : 0;
  }

  /** Of a key that stands twice the first counts. */
  private static void attributes(Span span, SpanView view) throws MalformedBytesException {
    Claim.holds(view.attributes().size() == span.getAttributesCount(), "number of attributes");
    Map<String, AnyValue> first = new HashMap<>();
    for (KeyValue attribute : span.getAttributesList()) {
      first.putIfAbsent(attribute.getKey(), attribute.getValue());
    }
    AttributeKeys keys = new AttributeKeys(List.copyOf(first.keySet()));
    AttributeValue value = new AttributeValue();
    for (Map.Entry<String, AnyValue> one : first.entrySet()) {
      Claim.holds(
          view.attributes().find(new AttributeKey(one.getKey()), value), "a key that is there");
      same(one.getValue(), value);
    }
    for (int i = 0; i < span.getAttributesCount(); i++) {
      int key = view.attributes().keyAt(i, keys);
      String name = span.getAttributes(i).getKey();
      Claim.holds(
          key >= 0 && List.copyOf(first.keySet()).get(key).equals(name), "the key of a place");
      view.attributes().valueAt(i, value);
      same(span.getAttributes(i).getValue(), value);
    }
  }

  private static void same(AnyValue wanted, AttributeValue value) {
    boolean same =
        switch (wanted.getValueCase()) {
          case STRING_VALUE ->
              value.isText(wanted.getStringValue().getBytes(UTF_8))
                  && value.text().equals(wanted.getStringValue());
          case BOOL_VALUE ->
              value.type() == AttributeValue.Type.BOOL
                  && value.asBoolean() == wanted.getBoolValue();
          case INT_VALUE ->
              value.type() == AttributeValue.Type.INT && value.asLong() == wanted.getIntValue();
          case DOUBLE_VALUE ->
              value.type() == AttributeValue.Type.DOUBLE
                  && Double.compare(value.asDouble(), wanted.getDoubleValue()) == 0;
          case ARRAY_VALUE -> value.isArray();
          case KVLIST_VALUE -> value.isMap();
          case BYTES_VALUE -> value.isBytes();
          default -> value.type() == AttributeValue.Type.OTHER;
        };
    Claim.holds(same, "the value is " + wanted);
  }

  private static void withThreshold(Span span, byte[] bytes) throws MalformedBytesException {
    SpanWithThreshold copy = new SpanWithThreshold();
    copy.withThreshold(new SpanView().read(bytes, 0, bytes.length), HALF);
    try {
      Span written = Span.parser().parseFrom(copy.bytes(), 0, copy.length());
      byte[] before = span.getTraceState().getBytes(UTF_8);
      TraceState state = new TraceState();
      state.read(before, 0, before.length);
      Span wanted =
          span.toBuilder().setTraceState(new String(state.withThreshold(HALF), UTF_8)).build();
      Claim.holds(written.equals(wanted), "a threshold changes the tracestate alone");
    } catch (InvalidProtocolBufferException unsound) {
      throw new AssertionError("a span stays one with another threshold", unsound);
    }
  }
}
