package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spanmill.otlp.OtlpType.Field;
import io.spanmill.otlp.OtlpType.Message;
import io.spanmill.otlp.OtlpType.Names;
import io.spanmill.otlp.OtlpType.Scalar;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes what a parser reads, field by field, as the schema says. Good for one request. */
final class JsonTranscoder {
  private static final byte[] EMPTY = {};
  private static final long ALL_FIELDS = -1;

  private final JsonParser parser;
  private final ProtoWriter out;
  private int depth;

  /** Bits, by their numbers, of the fields that the message in hand has or may have already. */
  private long written;

  JsonTranscoder(JsonParser parser, ProtoWriter out) {
    this.parser = parser;
    this.out = out;
  }

  void transcodeRequest() throws IOException, MalformedBytesException {
    require(parser.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
    boolean named = false;
    boolean known = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      named = true;
      known |= writeField(OtlpSchema.REQUEST.byName(parser.currentName()));
    }
    require(known || !named, "not a trace request: no resourceSpans");
    require(parser.nextToken() == null, "more than one JSON object");
  }

  /** False for a field that the schema does not know: it is skipped, whatever it holds. */
  private boolean writeField(@Nullable Field field) throws IOException, MalformedBytesException {
    JsonToken token = parser.nextToken();
    if (field == null) {
      parser.skipChildren();
      return false;
    }
    if (token != JsonToken.VALUE_NULL) {
      writeKnown(field, token);
    }
    return true;
  }

  private void writeKnown(Field field, JsonToken token)
      throws IOException, MalformedBytesException {
    if (!field.repeated()) {
      writeValue(field, token);
      return;
    }
    require(token == JsonToken.START_ARRAY, "expected an array");
    for (JsonToken element = parser.nextToken();
        element != JsonToken.END_ARRAY;
        element = parser.nextToken()) {
      writeElement(field, element);
    }
  }

  /** A null among others is an empty element, so that the others keep their places. */
  private void writeElement(Field field, JsonToken token)
      throws IOException, MalformedBytesException {
    if (token == JsonToken.VALUE_NULL) {
      writeBytes(field, EMPTY);
    } else {
      writeValue(field, token);
    }
  }

  private void writeValue(Field field, JsonToken token)
      throws IOException, MalformedBytesException {
    if (field.type() instanceof Message message) {
      writeMessage(field, message, token);
    } else if (field.type() instanceof Names names) {
      writeVarint(field, enumNumber(names, token));
    } else if (field.type() instanceof Scalar scalar) {
      writeScalar(field, scalar, token);
    }
  }

  private void writeMessage(Field field, Message message, JsonToken token)
      throws IOException, MalformedBytesException {
    require(token == JsonToken.START_OBJECT, "expected an object");
    require(
        depth < OtlpSchema.MAX_DEPTH,
        "nested more than " + OtlpSchema.MAX_DEPTH + " messages deep");
    depth++;
    int begin = out.beginMessage(field.tag());
    long around = written;
    written = field.repeated() || !isWritten(field) ? 0 : ALL_FIELDS; // protobuf merges the two
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      writeField(message.byName(parser.currentName()));
    }
    written = around | bit(field);
    out.endMessage(begin);
    depth--;
  }

  private void writeScalar(Field field, Scalar type, JsonToken token)
      throws IOException, MalformedBytesException {
    switch (type) {
      case STRING -> writeBytes(field, wellFormed(string(token)).getBytes(UTF_8));
      case HEX -> writeBytes(field, hex(token));
      case BASE64 -> writeBytes(field, base64(token));
      case BOOL -> writeVarint(field, bool(token) ? 1 : 0);
      case DOUBLE -> writeFixed64(field, Double.doubleToRawLongBits(decimal(token)));
      case INT64, UINT32 -> writeVarint(field, integer(type, token));
      case FIXED32 -> writeFixed32(field, (int) integer(type, token));
      case FIXED64 -> writeFixed64(field, integer(type, token));
    }
  }

  /** A default value is left out, unless it says something or takes back another one. */
  private boolean isNeeded(Field field, boolean isDefault) {
    boolean needed = !isDefault || field.explicit() || isWritten(field);
    written |= needed ? bit(field) : 0;
    return needed;
  }

  private boolean isWritten(Field field) {
    return (written & bit(field)) != 0;
  }

  private static long bit(Field field) {
    return 1L << field.number();
  }

  private void writeBytes(Field field, byte[] content) {
    if (isNeeded(field, content.length == 0)) {
      out.writeField(field.tag(), content);
    }
  }

  private void writeVarint(Field field, long value) {
    if (isNeeded(field, value == 0)) {
      out.writeTag(field.tag()).writeVarint(value);
    }
  }

  private void writeFixed32(Field field, int value) {
    if (isNeeded(field, value == 0)) {
      out.writeTag(field.tag()).writeFixed32(value);
    }
  }

  private void writeFixed64(Field field, long value) {
    if (isNeeded(field, value == 0)) {
      out.writeTag(field.tag()).writeFixed64(value);
    }
  }

  private String string(JsonToken token) throws IOException, MalformedBytesException {
    require(token == JsonToken.VALUE_STRING, "expected a string");
    return parser.getText();
  }

  /** Text with U+FFFD in the place of every surrogate that has no partner. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(point -> point >>> 11 == 0xd800 >>> 11 ? 0xfffd : point)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  private byte[] hex(JsonToken token) throws IOException, MalformedBytesException {
    try {
      return HexFormat.of().parseHex(string(token));
    } catch (IllegalArgumentException e) {
      throw malformed("id is not hexadecimal");
    }
  }

  /** Both alphabets, with or without padding. */
  private byte[] base64(JsonToken token) throws IOException, MalformedBytesException {
    String standard = string(token).replace('-', '+').replace('_', '/');
    try {
      return Base64.getDecoder().decode(standard);
    } catch (IllegalArgumentException e) {
      throw malformed("bytes are not base64");
    }
  }

  private boolean bool(JsonToken token) throws MalformedBytesException {
    require(token.isBoolean(), "expected true or false");
    return token == JsonToken.VALUE_TRUE;
  }

  private double decimal(JsonToken token) throws IOException, MalformedBytesException {
    try {
      return JsonNumbers.decimal(number(token));
    } catch (NumberFormatException e) {
      throw malformed("not a number that fits");
    }
  }

  private long integer(Scalar type, JsonToken token) throws IOException, MalformedBytesException {
    String text = number(token);
    try {
      return switch (type) {
        case INT64 -> JsonNumbers.signed(text, Long.SIZE);
        case FIXED64 -> JsonNumbers.unsigned(text, Long.SIZE);
        default -> JsonNumbers.unsigned(text, Integer.SIZE);
      };
    } catch (NumberFormatException e) {
      throw malformed("not a whole number that fits");
    }
  }

  /** Numbers without a name pass: others may know it. */
  private long enumNumber(Names names, JsonToken token)
      throws IOException, MalformedBytesException {
    String text = number(token);
    int position = names.names().indexOf(text);
    if (position >= 0) {
      return position;
    }
    try {
      return JsonNumbers.signed(text, Integer.SIZE);
    } catch (NumberFormatException e) {
      throw malformed("unknown name of an enum");
    }
  }

  private String number(JsonToken token) throws IOException, MalformedBytesException {
    require(token.isNumeric() || token == JsonToken.VALUE_STRING, "expected a number");
    return parser.getText();
  }

  private void require(boolean condition, String reason) throws MalformedBytesException {
    if (!condition) {
      throw malformed(reason);
    }
  }

  private MalformedBytesException malformed(String reason) {
    return OtlpJson.malformed(reason, parser.currentTokenLocation());
  }
}
