package io.spanmill.otlp;

import io.spanmill.wire.Ints;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import java.util.Arrays;

/**
 * The attributes of one span or resource where they lie: {@code KeyValue} messages in an array. Not
 * thread-safe; of a key that stands twice the first counts, as in the Collector.
 */
public final class Attributes {
  /** No attribute has that name. */
  public static final int NOWHERE = -1;

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

  /**
   * Which of these names the attribute has that stands at a place, or {@link AttributeKeys#NONE}.
   *
   * @param place from 0, less than {@link #size}
   */
  public int keyAt(int place, AttributeKeys keys) throws MalformedBytesException {
    int at = ranges.at(2 * place);
    int to = ranges.at(2 * place + 1);
    if (isPlain(at, to)) {
      return keys.indexOf(bytes, at + 2, at + 2 + bytes[at + 1]);
    }
    int index = keys.indexOf(bytes, at, at);
    reader.reset(bytes, at, to);
    while (reader.next()) {
      if (reader.tag() == OtlpFields.KEY) {
        index = keys.indexOf(bytes, reader.from(), reader.to());
      }
    }
    return index;
  }

  /**
   * Finds all of these names in one pass; what cannot be read has no name.
   *
   * @param places takes for each name the place where it stands first, or {@link #NOWHERE}
   */
  public void find(AttributeKeys keys, int[] places) {
    Arrays.fill(places, NOWHERE);
    for (int place = 0; place < size(); place++) {
      int key = nameAt(place, keys);
      if (key != AttributeKeys.NONE && places[key] == NOWHERE) {
        places[key] = place;
      }
    }
  }

  /**
   * Tells where those lie that have one of these names, in their order; what cannot be read has no
   * name.
   *
   * @param ranges gets for each from where, and to where, in {@link SpanView#bytes}
   */
  public void select(AttributeKeys keys, Ints ranges) {
    for (int place = 0; place < size(); place++) {
      if (nameAt(place, keys) != AttributeKeys.NONE) {
        ranges.add(this.ranges.at(2 * place));
        ranges.add(this.ranges.at(2 * place + 1));
      }
    }
  }

  /** These, and no others, with bytes of their own. */
  public static Attributes copyOf(byte[] source, Ints ranges) {
    int size = 0;
    for (int i = 0; i < ranges.size(); i += 2) {
      size += ranges.at(i + 1) - ranges.at(i);
    }
    Attributes copy = new Attributes();
    copy.clear(new byte[size]);
    int at = 0;
    for (int i = 0; i < ranges.size(); i += 2) {
      int length = ranges.at(i + 1) - ranges.at(i);
      System.arraycopy(source, ranges.at(i), copy.bytes, at, length);
      copy.add(at, at + length);
      at += length;
    }
    return copy;
  }

  /** Bytes that these take in memory, if they are theirs alone, about. */
  public int footprint() {
    return bytes.length + 4 * ranges.size() + 150;
  }

  private int nameAt(int place, AttributeKeys keys) {
    try {
      return keyAt(place, keys);
    } catch (MalformedBytesException unreadable) {
      return AttributeKeys.NONE;
    }
  }

  /** Reads the value of the attribute that stands at a place. */
  public void valueAt(int place, AttributeValue value) throws MalformedBytesException {
    readValue(ranges.at(2 * place), ranges.at(2 * place + 1), value);
  }

  private boolean read(int from, int to, AttributeKey key, AttributeValue value)
      throws MalformedBytesException {
    if (!mayMatch(from, to, key) || !matches(from, to, key)) {
      return false;
    }
    readValue(from, to, value);
    return true;
  }

  private void readValue(int from, int to, AttributeValue value) throws MalformedBytesException {
    value.clear(bytes);
    reader.reset(bytes, from, to);
    while (reader.next()) {
      if (reader.tag() == OtlpFields.VALUE) {
        value.merge(reader.from(), reader.to());
      }
    }
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

  private boolean mayMatch(int from, int to, AttributeKey key) {
    return !isPlain(from, to) || bytes[from + 1] == key.length();
  }

  /**
   * Nearly every attribute is a key and then a short value and nothing else; then most keys are
   * told by their length.
   */
  private boolean isPlain(int from, int to) {
    if (to - from < 2 || bytes[from] != OtlpFields.KEY || bytes[from + 1] < 0) {
      return false;
    }
    int value = from + 2 + bytes[from + 1];
    return to - value >= 2
        && bytes[value] == OtlpFields.VALUE
        && bytes[value + 1] == to - value - 2;
  }
}
