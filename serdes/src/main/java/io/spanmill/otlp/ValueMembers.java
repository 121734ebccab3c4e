package io.spanmill.otlp;

import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;

/** Steps into values that are arrays or maps. Not thread-safe; made to be kept. */
public final class ValueMembers {
  private final ProtoReader reader = new ProtoReader();
  private final Attributes entries = new Attributes();

  /**
   * Looks for a key in a map; if it is there, {@code into} holds its value.
   *
   * @param into may be the map itself
   */
  public boolean find(AttributeValue map, AttributeKey key, AttributeValue into)
      throws MalformedBytesException {
    entries.clear(map.bytes());
    reader.reset(map.bytes(), map.from(), map.to());
    while (reader.next()) {
      if (reader.tag() == OtlpFields.VALUES) {
        entries.add(reader.from(), reader.to());
      }
    }
    return entries.find(key, into);
  }

  /**
   * Reads an array's element; false where there are not so many.
   *
   * @param index from 0
   * @param into may be the array itself
   */
  public boolean at(AttributeValue array, long index, AttributeValue into)
      throws MalformedBytesException {
    return at(array.bytes(), array.from(), array.to(), index, into);
  }

  /** As {@link #at(AttributeValue, long, AttributeValue)}, of an array that lies there. */
  public boolean at(byte[] bytes, int from, int to, long index, AttributeValue into)
      throws MalformedBytesException {
    long at = 0;
    reader.reset(bytes, from, to);
    while (reader.next()) {
      if (reader.tag() == OtlpFields.VALUES && at++ == index) {
        into.clear(bytes);
        into.merge(reader.from(), reader.to());
        return true;
      }
    }
    return false;
  }

  /** How many elements an array, or entries a map, has. */
  public int count(byte[] bytes, int from, int to) throws MalformedBytesException {
    int count = 0;
    reader.reset(bytes, from, to);
    while (reader.next()) {
      if (reader.tag() == OtlpFields.VALUES) {
        count++;
      }
    }
    return count;
  }
}
