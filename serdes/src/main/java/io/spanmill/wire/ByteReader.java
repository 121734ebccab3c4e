package io.spanmill.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads back what a {@link ProtoWriter} wrote without tags: our own stored formats. Bytes of ours
 * that cannot be read are a fault and not input, so this throws unchecked. Not thread-safe.
 */
public final class ByteReader {
  private final byte[] bytes;
  private int position;
  private final int end;

  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public ByteReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.position = from;
    this.end = to;
  }

  public boolean hasMore() {
    return position < end;
  }

  public byte[] array() {
    return bytes;
  }

  public int position() {
    return position;
  }

  public byte readByte() {
    return bytes[position++];
  }

  public long readVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("number of more than ten bytes at byte " + position);
  }

  /** A number that may be negative, small ones in few bytes. */
  public long readZigZag() {
    long value = readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  public long readFixed64() {
    long value = LittleEndian.readLong(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /** A text that stands behind its length. */
  public String readString() {
    int length = (int) readVarint();
    position += length;
    return new String(bytes, position - length, length, UTF_8);
  }

  /** Steps over so many bytes. */
  public void skip(int count) {
    position += count;
  }

  /**
   * @throws IllegalStateException if the next byte is another version
   */
  public void expectVersion(byte version) {
    byte found = readByte();
    if (found != version) {
      throw new IllegalStateException("stored version " + found + ", not " + version);
    }
  }
}
