package io.spanmill.sampling.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.otlp.AttributeValue;

/** A value that is being looked at; of bytes it knows only where they lie. Not thread-safe. */
final class Value {
  enum Type {
    NIL,
    BOOL,
    INT,
    DOUBLE,
    STRING,
    BYTES,
    /** A map; its message lies in the bytes. */
    MAP,
    /** A list; its message lies in the bytes. */
    LIST,
    /** Nanoseconds since 1970. */
    TIME,
    /** Nanoseconds. */
    DURATION,
    TRACE_ID,
    SPAN_ID
  }

  private static final byte[] NONE = {};

  private Type type = Type.NIL;
  private long number;
  private long high;
  private byte[] bytes = NONE;
  private int from;
  private int to;

  Type type() {
    return type;
  }

  boolean is(Type other) {
    return type == other;
  }

  /** The number, the nanoseconds, the lower half of an id; 1 for true. */
  long number() {
    return number;
  }

  /** The upper half of a trace id. */
  long high() {
    return high;
  }

  boolean truth() {
    return number != 0;
  }

  /** An integer's or a floating-point number's value. */
  double decimal() {
    return type == Type.INT ? number : Double.longBitsToDouble(number);
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int length() {
    return to - from;
  }

  Value nil() {
    type = Type.NIL;
    return this;
  }

  Value bool(boolean truth) {
    return numeric(Type.BOOL, truth ? 1 : 0);
  }

  Value integer(long integer) {
    return numeric(Type.INT, integer);
  }

  Value decimal(double decimal) {
    return numeric(Type.DOUBLE, Double.doubleToRawLongBits(decimal));
  }

  Value time(long nanos) {
    return numeric(Type.TIME, nanos);
  }

  Value duration(long nanos) {
    return numeric(Type.DURATION, nanos);
  }

  Value spanId(long id) {
    return numeric(Type.SPAN_ID, id);
  }

  Value traceId(long upper, long lower) {
    high = upper;
    return numeric(Type.TRACE_ID, lower);
  }

  private Value numeric(Type newType, long newNumber) {
    type = newType;
    number = newNumber;
    return this;
  }

  Value text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return text(utf8, 0, utf8.length);
  }

  Value text(byte[] source, int start, int end) {
    return lying(Type.STRING, source, start, end);
  }

  /** A value whose bytes lie there. */
  Value lying(Type newType, byte[] source, int start, int end) {
    type = newType;
    bytes = source;
    from = start;
    to = end;
    return this;
  }

  void set(Value other) {
    type = other.type;
    number = other.number;
    high = other.high;
    bytes = other.bytes;
    from = other.from;
    to = other.to;
  }

  void set(AttributeValue attribute) {
    switch (attribute.type()) {
      case STRING -> text(attribute.bytes(), attribute.from(), attribute.to());
      case BOOL -> bool(attribute.asBoolean());
      case INT -> integer(attribute.asLong());
      case DOUBLE -> decimal(attribute.asDouble());
      case OTHER -> setOther(attribute);
    }
  }

  private void setOther(AttributeValue attribute) {
    if (attribute.isArray()) {
      lying(Type.LIST, attribute.bytes(), attribute.from(), attribute.to());
    } else if (attribute.isMap()) {
      lying(Type.MAP, attribute.bytes(), attribute.from(), attribute.to());
    } else if (attribute.isBytes()) {
      lying(Type.BYTES, attribute.bytes(), attribute.from(), attribute.to());
    } else {
      nil();
    }
  }

  /** As text it must be one: a number is none. */
  Value requireText() throws Unevaluable {
    return require(Type.STRING);
  }

  Value require(Type wanted) throws Unevaluable {
    if (type != wanted) {
      throw Unevaluable.HERE;
    }
    return this;
  }
}
