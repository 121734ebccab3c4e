package io.spanmill.sinks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.spanmill.model.TraceId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON as bytes, value after value; that it is sound is for the caller to see to. */
final class JsonBytes {
  private static final byte[] NULL = "null".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  /** Of the last character that needs nothing but itself, and of the first. */
  private static final char LAST_PLAIN = '~';

  private static final char FIRST_PLAIN = ' ';

  private byte[] bytes;
  private int size;
  private boolean first = true;

  JsonBytes(int expected) {
    bytes = new byte[expected];
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  JsonBytes beginObject() {
    return begin('{');
  }

  JsonBytes endObject() {
    return end('}');
  }

  JsonBytes beginArray() {
    return begin('[');
  }

  JsonBytes endArray() {
    return end(']');
  }

  private JsonBytes begin(char bracket) {
    part();
    reserve(1);
    bytes[size++] = (byte) bracket;
    first = true;
    return this;
  }

  private JsonBytes end(char bracket) {
    reserve(1);
    bytes[size++] = (byte) bracket;
    first = false;
    return this;
  }

  /** Parts what comes from what came before it. */
  private void part() {
    if (!first) {
      reserve(1);
      bytes[size++] = ',';
    }
    first = false;
  }

  /**
   * Begins a member of an object.
   *
   * @param spelled its name in quotes, and the colon
   */
  JsonBytes name(byte[] spelled) {
    part();
    append(spelled);
    first = true;
    return this;
  }

  JsonBytes text(@Nullable String text) {
    part();
    if (text == null) {
      append(NULL);
      return this;
    }
    reserve(text.length() + 2);
    int at = size;
    bytes[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < FIRST_PLAIN || c > LAST_PLAIN || c == '"' || c == '\\') {
        return escaped(text);
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '"';
    size = at;
    return this;
  }

  private JsonBytes escaped(String text) {
    bytes[size++] = '"';
    append(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    reserve(1);
    bytes[size++] = '"';
    return this;
  }

  JsonBytes hex(TraceId id) {
    part();
    reserve(34);
    bytes[size++] = '"';
    hex(id.high());
    hex(id.low());
    bytes[size++] = '"';
    return this;
  }

  private void hex(long number) {
    for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[(int) (number >>> shift) & 15];
    }
  }

  JsonBytes number(long number) {
    return plain(Long.toString(number));
  }

  /** What is JSON already, of ASCII. */
  JsonBytes plain(String json) {
    part();
    reserve(json.length());
    for (int i = 0; i < json.length(); i++) {
      bytes[size++] = (byte) json.charAt(i);
    }
    return this;
  }

  JsonBytes truth(boolean value) {
    part();
    append(value ? TRUE : FALSE);
    return this;
  }

  private void append(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
