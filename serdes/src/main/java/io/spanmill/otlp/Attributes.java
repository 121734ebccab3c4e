package io.spanmill.otlp;

import io.spanmill.wire.Ints;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;

/**
 * The attributes of one span or resource where they lie: {@code KeyValue} messages in an array. Not
 * thread-safe; of a key that stands twice the first counts, as in the Collector.
 */
public final class Attributes {
  private static final byte[] NONE = {};

  private final ProtoReader reader = new ProtoReader();
  private final Ints ranges = new Ints();
  private byte[] bytes = NONE;

  void clear(byte[] source) {
    bytes = source;
    ranges.clear();
  }

  void add(int from, int to) {
    ranges.add(from);
    ranges.add(to);
  }

  public int size() {
    return ranges.size() / 2;
  }

  /** Looks for a key; if it is there, {@code value} holds its value. */
  public boolean find(AttributeKey key, AttributeValue value) throws MalformedBytesException {
    for (int i = 0; i < ranges.size(); i += 2) {
      if (read(ranges.at(i), ranges.at(i + 1), key, value)) {
        return true;
      }
    }
    return false;
  }

  private boolean read(int from, int to, AttributeKey key, AttributeValue value)
      throws MalformedBytesException {
    if (!mayMatch(from, to, key) || !matches(from, to, key)) {
      return false;
    }
    value.clear(bytes);
    reader.reset(bytes, from, to);
    while (reader.next()) {
      if (reader.tag() == OtlpFields.VALUE) {
        value.merge(reader.from(), reader.to());
      }
    }
    return true;
  }

  private boolean matches(int from, int to, AttributeKey key) throws MalformedBytesException {
    boolean matches = key.length() == 0;
    reader.reset(bytes, from, to);
    while (reader.next()) {
      if (reader.tag() == OtlpFields.KEY) {
        matches = key.matches(bytes, reader.from(), reader.to());
      }
    }
    return matches;
  }

  /**
   * Nearly every attribute is a key and then a short value and nothing else; then most keys are
   * told by their length.
   */
  private boolean mayMatch(int from, int to, AttributeKey key) {
    if (to - from < 2 || bytes[from] != OtlpFields.KEY || bytes[from + 1] < 0) {
      return true;
    }
    int length = bytes[from + 1];
    int value = from + 2 + length;
    return length == key.length()
        || to - value < 2
        || bytes[value] != OtlpFields.VALUE
        || bytes[value + 1] != to - value - 2;
  }
}
