package io.spanmill.sinks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * One JSON value, written in memory. Nanoseconds since 1970 are decimal strings, as OTLP/JSON has
 * them; durations are seconds with up to nine decimals.
 */
final class JsonText {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final int NANO_DIGITS = 9;
  private static final BigDecimal WEIGHT_UNIT = BigDecimal.valueOf(1L << 24);

  /** Writes the fields of an object. */
  interface Body {
    void write(JsonText json) throws IOException;
  }

  private final JsonGenerator out;

  private JsonText(JsonGenerator out) {
    this.out = out;
  }

  static byte[] object(Body body) {
    return text(
        json -> {
          json.out.writeStartObject();
          body.write(json);
          json.out.writeEndObject();
        });
  }

  static byte[] text(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      body.write(new JsonText(generator));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  JsonGenerator out() {
    return out;
  }

  /** An object of texts. */
  void texts(Map<String, String> members) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, String> member : members.entrySet()) {
      out.writeStringField(member.getKey(), member.getValue());
    }
    out.writeEndObject();
  }

  void nanosSince1970(String field, long nanos) throws IOException {
    out.writeStringField(field, Long.toUnsignedString(nanos));
  }

  /** Milliseconds since 1970, written as nanoseconds. */
  void millisSince1970(String field, long millis) throws IOException {
    out.writeStringField(field, BigDecimal.valueOf(millis, -6).toPlainString());
  }

  void window(long startMillis, long lengthMillis) throws IOException {
    millisSince1970("window_start_unix_nano", startMillis);
    out.writeNumberField("window_seconds", plain(BigDecimal.valueOf(lengthMillis, 3)));
  }

  void seconds(String field, long nanos) throws IOException {
    out.writeFieldName(field);
    out.writeNumber(Decimals.seconds(nanos));
  }

  void seconds(String field, double seconds) throws IOException {
    BigDecimal rounded = new BigDecimal(seconds).setScale(NANO_DIGITS, RoundingMode.HALF_UP);
    out.writeNumberField(field, plain(rounded));
  }

  /** With as many digits as it takes to read back the same number. */
  void number(String field, double number) throws IOException {
    out.writeNumberField(field, plain(BigDecimal.valueOf(number)));
  }

  /**
   * @param weight in units of 2^−24
   */
  void adjusted(String field, long weight) throws IOException {
    BigDecimal count = BigDecimal.valueOf(weight).divide(WEIGHT_UNIT);
    out.writeNumberField(field, plain(count));
  }

  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
