package io.spanmill.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads back what a {@link ProtoWriter} wrote without tags: our own stored formats. Whoever writes
 * into our topics can make these anything, so nothing here goes past the end, back, or by the word
 * of a length alone; what cannot be read throws {@link IllegalArgumentException}. Not thread-safe.
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
    require(1);
    return bytes[position++];
  }

  public long readVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("number of more than ten bytes at byte " + position);
  }

  /** A number that may be negative, small ones in few bytes. */
  public long readZigZag() {
    long value = readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  public long readFixed64() {
    require(Long.BYTES);
    long value = LittleEndian.readLong(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /**
   * How many of something follow.
   *
   * @param bytesEach the fewest that each of them takes
   */
  public int readCount(int bytesEach) {
    long count = readVarint();
    if (count < 0 || count > (end - position) / bytesEach) {
      throw new IllegalArgumentException(
          Long.toUnsignedString(count) + " is more than what follows byte " + position);
    }
    return (int) count;
  }

  /** A text that stands behind its length. */
  public String readString() {
    int length = readCount(1);
    position += length;
    return new String(bytes, position - length, length, UTF_8);
  }

  /** A constant by its place among all, in one byte. */
  public <E extends Enum<E>> E readOneOf(E[] all) {
    int place = readByte();
    if (place < 0 || place >= all.length) {
      throw new IllegalArgumentException(
          place + " at byte " + (position - 1) + " is none of " + all.length + " kinds");
    }
    return all[place];
  }

  /** Steps over so many bytes. */
  public void skip(int count) {
    require(count);
    position += count;
  }

  /**
   * @throws IllegalArgumentException if the next byte is another version
   */
  public void expectVersion(byte version) {
    byte found = readByte();
    if (found != version) {
      throw new IllegalArgumentException("stored version " + found + ", not " + version);
    }
  }

  /**
   * Reads the next byte, which is a version that can be read.
   *
   * @throws IllegalArgumentException if it is another
   */
  public byte expectVersion(byte oldest, byte newest) {
    byte found = readByte();
    if (found < oldest || found > newest) {
      throw new IllegalArgumentException(
          "stored version " + found + ", not " + oldest + " to " + newest);
    }
    return found;
  }

  private void require(int count) {
    if (count < 0 || count > end - position) {
      throw new IllegalArgumentException("cut short at byte " + position);
    }
  }
}
