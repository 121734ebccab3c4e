package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.wire.LittleEndian;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import io.spanmill.wire.ProtoWriter;
import io.spanmill.wire.Utf8;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The value of an attribute where it lies (OTLP's {@code AnyValue}). Not thread-safe; one object
 * serves many reads, and holds until the next one.
 */
public final class AttributeValue {
  /** What an {@code AnyValue} can be, as far as we tell it apart. */
  public enum Type {
    STRING,
    BOOL,
    INT,
    DOUBLE,
    /** Nothing, an array, a map or bytes. */
    OTHER
  }

  /** Names are cut to this, so that no record of ours outgrows Kafka's limit by one. */
  public static final int MAX_LABEL_BYTES = 1024;

  private static final long FNV_PRIME = 0x100000001b3L;
  private static final byte[] NONE = {};

  /** Status codes and the like, as people write them. */
  private static final byte[][] SMALL_NUMBERS =
      IntStream.range(0, 600)
          .mapToObj(i -> Integer.toString(i).getBytes(UTF_8))
          .toArray(byte[][]::new);

  private final ProtoReader reader = new ProtoReader();
  private Type type = Type.OTHER;
  private int other;
  private byte[] bytes = NONE;
  private int from;
  private int to;
  private long number;

  /** Becomes nothing, for a message that lies in these bytes. */
  void clear(byte[] source) {
    bytes = source;
    type = Type.OTHER;
    other = 0;
  }

  /** Takes in the message, or one more part of it: of several values the last one counts. */
  void merge(int start, int end) throws MalformedBytesException {
    reader.reset(bytes, start, end);
    while (reader.next()) {
      switch (reader.tag()) {
        case OtlpFields.STRING_VALUE -> {
          type = Type.STRING;
          from = reader.from();
          to = reader.to();
        }
        case OtlpFields.BOOL_VALUE -> number(Type.BOOL);
        case OtlpFields.INT_VALUE -> number(Type.INT);
        case OtlpFields.DOUBLE_VALUE -> number(Type.DOUBLE);
        case OtlpFields.ARRAY_VALUE, OtlpFields.KVLIST_VALUE, OtlpFields.BYTES_VALUE -> {
          type = Type.OTHER;
          other = reader.tag();
          from = reader.from();
          to = reader.to();
        }
        case OtlpFields.STRING_VALUE_STRINDEX -> {
          type = Type.OTHER;
          other = 0;
        }
        default -> {
          // Unknown fields say nothing of the value.
        }
      }
    }
  }

  private void number(Type ofType) {
    type = ofType;
    number = reader.number();
  }

  public Type type() {
    return type;
  }

  /** Value of an {@link Type#INT}. */
  public long asLong() {
    return number;
  }

  /** Value of a {@link Type#BOOL}. */
  public boolean asBoolean() {
    return number != 0;
  }

  /** Value of a {@link Type#DOUBLE}. */
  public double asDouble() {
    return Double.longBitsToDouble(number);
  }

  /** A hash of type and value that is the same in every process: FNV-1a of 64 bits. */
  public long hash() {
    long hash = (0xcbf29ce484222325L ^ type.ordinal()) * FNV_PRIME;
    if (type == Type.STRING) {
      for (int i = from; i < to; i++) {
        hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
      }
      return hash;
    }
    return type == Type.OTHER ? hash : (hash ^ number) * FNV_PRIME;
  }

  /** Whether it is an array, whose message lies {@link #from} here {@link #to} there. */
  public boolean isArray() {
    return type == Type.OTHER && other == OtlpFields.ARRAY_VALUE;
  }

  /** Whether it is a map, whose message lies {@link #from} here {@link #to} there. */
  public boolean isMap() {
    return type == Type.OTHER && other == OtlpFields.KVLIST_VALUE;
  }

  /** Whether it is bytes, which lie {@link #from} here {@link #to} there. */
  public boolean isBytes() {
    return type == Type.OTHER && other == OtlpFields.BYTES_VALUE;
  }

  /** The array that the value lies in. Not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where a {@link Type#STRING}, an array, a map or bytes begin. */
  public int from() {
    return from;
  }

  /** Where a {@link Type#STRING}, an array, a map or bytes end. */
  public int to() {
    return to;
  }

  public boolean isEmptyString() {
    return type == Type.STRING && from == to;
  }

  /** Whether it is this text, in UTF-8. */
  public boolean isText(byte[] utf8) {
    return type == Type.STRING && Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
  }

  /** {@link #textHash(byte[], int, int)} of a {@link Type#STRING}. */
  public int textHash() {
    return textHash(bytes, from, to);
  }

  /** A hash of a text, for tables in memory: quick, eight bytes at a time. */
  public static int textHash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mixed(hash ^ LittleEndian.readLong(bytes, at));
    }
    for (; at < to; at++) {
      hash = hash * 31 + bytes[at];
    }
    return (int) (mixed(hash) >>> 32);
  }

  private static long mixed(long value) {
    long product = value * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> 32);
  }

  /** Length of a {@link Type#STRING} in bytes. */
  public int textLength() {
    return to - from;
  }

  /** A copy of a {@link Type#STRING} in UTF-8. */
  public byte[] textBytes() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Writes {@link #label} behind its length. */
  public void writeLabel(ProtoWriter out) {
    if (type == Type.STRING) {
      out.writeSized(bytes, from, Utf8.cut(bytes, from, to, MAX_LABEL_BYTES));
    } else if (type == Type.INT && number >= 0 && number < SMALL_NUMBERS.length) {
      byte[] digits = SMALL_NUMBERS[(int) number];
      out.writeSized(digits, 0, digits.length);
    } else {
      out.writeSized(text());
    }
  }

  /** {@link #text}, cut to {@value #MAX_LABEL_BYTES} bytes: it names something in our records. */
  public String label() {
    return type == Type.STRING ? label(bytes, from, to) : text();
  }

  static String label(byte[] bytes, int from, int to) {
    return new String(bytes, from, Utf8.cut(bytes, from, to, MAX_LABEL_BYTES) - from, UTF_8);
  }

  /** The value as people write it; empty for {@link Type#OTHER}. */
  public String text() {
    return switch (type) {
      case STRING -> new String(bytes, from, to - from, UTF_8);
      case BOOL -> Boolean.toString(asBoolean());
      case INT -> Long.toString(number);
      case DOUBLE -> Double.toString(asDouble());
      case OTHER -> "";
    };
  }
}
