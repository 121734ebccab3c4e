package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a view says of a span is what protobuf's own parser reads in it. */
class SpanViewLaws {
  private static final long SEED = 0x5eed_51e3L;
  private static final int SPANS = 20_000;

  private final SpanView view = new SpanView();
  private final AttributeValue value = new AttributeValue();

  @Test
  void readsWhatProtobufReads() throws Exception {
    for (long seed = SEED; seed < SEED + SPANS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = new RandomWire(random, random.nextInt(2, 12)).message(Span.getDescriptor());
      Span span = Span.parseFrom(bytes);
      int offset = random.nextInt(3);
      view.read(shifted(bytes, offset), offset, offset + bytes.length);
      assertSame(span, "seed %x".formatted(seed));
    }
  }

  private static byte[] shifted(byte[] bytes, int offset) {
    byte[] shifted = new byte[bytes.length + 2 * offset];
    Arrays.fill(shifted, (byte) 0x7a);
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    return shifted;
  }

  private void assertSame(Span span, String seed) throws Exception {
    assertIds(span, seed);
    assertThat(view.name()).as(seed).isEqualTo(span.getName());
    assertThat(text(view.traceStateFrom(), view.traceStateTo()))
        .as(seed)
        .isEqualTo(span.getTraceState());
    assertThat(view.hasTraceState()).as(seed).isEqualTo(!span.getTraceState().isEmpty());
    assertThat(view.kind()).as(seed).isEqualTo(kind(span.getKindValue()));
    assertThat(view.status()).as(seed).isEqualTo(code(span.getStatus().getCodeValue()));
    assertThat(view.flags()).as(seed).isEqualTo(span.getFlags());
    assertThat(view.startNanos()).as(seed).isEqualTo(span.getStartTimeUnixNano());
    assertThat(view.endNanos()).as(seed).isEqualTo(span.getEndTimeUnixNano());
    assertAttributes(view.attributes(), value, span.getAttributesList(), seed);
  }

  private void assertIds(Span span, String seed) {
    ByteString traceId = span.getTraceId();
    boolean whole = traceId.size() == 16;
    assertThat(view.traceIdHigh()).as(seed).isEqualTo(whole ? id(traceId.substring(0, 8)) : 0);
    assertThat(view.traceIdLow()).as(seed).isEqualTo(whole ? id(traceId.substring(8)) : 0);
    assertThat(view.spanId()).as(seed).isEqualTo(id(span.getSpanId()));
    assertThat(view.parentId()).as(seed).isEqualTo(id(span.getParentSpanId()));
    boolean placeable =
        whole
            && HexFormat.of().formatHex(traceId.toByteArray()).matches(".*[^0].*")
            && id(span.getSpanId()) != 0
            && (span.getParentSpanId().isEmpty() || span.getParentSpanId().size() == 8);
    assertThat(view.flaw() == null).as(seed).isEqualTo(placeable);
  }

  private String text(int from, int to) {
    return new String(view.bytes(), from, to - from, UTF_8);
  }

  private static long id(ByteString bytes) {
    return bytes.size() == 8 ? ByteBuffer.wrap(bytes.toByteArray()).getLong() : 0;
  }

  private static SpanKind kind(int number) {
    return number >= 0 && number < 6 ? SpanKind.values()[number] : SpanKind.UNSPECIFIED;
  }

  private static StatusCode code(int number) {
    return number >= 0 && number < 3 ? StatusCode.values()[number] : StatusCode.UNSET;
  }

  /** Every key is found with the value of its first attribute, and no other key. */
  static void assertAttributes(
      Attributes attributes, AttributeValue value, List<KeyValue> expected, String seed)
      throws Exception {
    assertThat(attributes.size()).as(seed).isEqualTo(expected.size());
    for (KeyValue attribute : expected) {
      KeyValue first =
          expected.stream()
              .filter(one -> one.getKey().equals(attribute.getKey()))
              .findFirst()
              .get();
      assertThat(attributes.find(new AttributeKey(attribute.getKey()), value)).as(seed).isTrue();
      assertValue(value, first.getValue(), seed);
    }
    for (String other : List.of("", "a", "kkk", "service.name", "ka")) {
      boolean there = expected.stream().anyMatch(one -> one.getKey().equals(other));
      assertThat(attributes.find(new AttributeKey(other), value)).as(seed).isEqualTo(there);
    }
  }

  private static void assertValue(AttributeValue value, AnyValue expected, String seed) {
    switch (expected.getValueCase()) {
      case STRING_VALUE -> {
        assertThat(value.type()).as(seed).isEqualTo(AttributeValue.Type.STRING);
        assertThat(value.text()).as(seed).isEqualTo(expected.getStringValue());
        assertThat(value.isEmptyString()).isEqualTo(expected.getStringValue().isEmpty());
      }
      case BOOL_VALUE -> {
        assertThat(value.type()).as(seed).isEqualTo(AttributeValue.Type.BOOL);
        assertThat(value.asBoolean()).as(seed).isEqualTo(expected.getBoolValue());
      }
      case INT_VALUE -> {
        assertThat(value.type()).as(seed).isEqualTo(AttributeValue.Type.INT);
        assertThat(value.asLong()).as(seed).isEqualTo(expected.getIntValue());
      }
      case DOUBLE_VALUE -> {
        assertThat(value.type()).as(seed).isEqualTo(AttributeValue.Type.DOUBLE);
        assertThat(Double.doubleToRawLongBits(value.asDouble()))
            .as(seed)
            .isEqualTo(Double.doubleToRawLongBits(expected.getDoubleValue()));
      }
      default -> {
        assertThat(value.type()).as(seed).isEqualTo(AttributeValue.Type.OTHER);
        assertThat(value.text()).as(seed).isEmpty();
      }
    }
  }
}
