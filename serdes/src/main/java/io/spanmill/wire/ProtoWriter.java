package io.spanmill.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Writes protobuf fields into an array that grows. Not thread-safe; made to be kept and used again
 * after {@link #clear}.
 *
 * <p>A message inside a message is written either with its length known before ({@link #writeTag}
 * and {@link #writeVarint}, then the content) or between {@link #beginMessage} and {@link
 * #endMessage}, which moves the content once to make room for its length.
 */
public final class ProtoWriter {
  /** What an array can hold. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private byte[] bytes;
  private int size;

  public ProtoWriter(int capacity) {
    bytes = new byte[capacity];
  }

  public ProtoWriter clear() {
    size = 0;
    return this;
  }

  /** As {@link #clear}, and gives back what a message of uncommon size has taken. */
  public ProtoWriter clearTo(int capacity) {
    if (bytes.length > capacity) {
      bytes = new byte[capacity];
    }
    return clear();
  }

  /** Number of bytes written since the last {@link #clear}. */
  public int size() {
    return size;
  }

  /** The array that is written into: valid up to {@link #size}, until the next write. */
  public byte[] array() {
    return bytes;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  public static int sizeOfVarint(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  public ProtoWriter writeTag(int tag) {
    return writeVarint(tag);
  }

  public ProtoWriter writeVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  public ProtoWriter writeFixed64(long value) {
    ensure(8);
    LittleEndian.writeLong(bytes, size, value);
    size += 8;
    return this;
  }

  public ProtoWriter writeFixed32(int value) {
    ensure(4);
    LittleEndian.writeInt(bytes, size, value);
    size += 4;
    return this;
  }

  public ProtoWriter writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** A number that may be negative, small ones in few bytes. */
  public ProtoWriter writeZigZag(long value) {
    return writeVarint((value << 1) ^ (value >> 63));
  }

  /** A text behind its length. */
  public ProtoWriter writeSized(byte[] source, int from, int to) {
    return writeVarint(to - from).writeRaw(source, from, to);
  }

  public ProtoWriter writeSized(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return writeSized(utf8, 0, utf8.length);
  }

  /** Copies bytes as they are. */
  public ProtoWriter writeRaw(byte[] source, int from, int to) {
    ensure(to - from);
    System.arraycopy(source, from, bytes, size, to - from);
    size += to - from;
    return this;
  }

  /** Writes a whole {@link ProtoReader#LEN} field. */
  public ProtoWriter writeField(int tag, byte[] source, int from, int to) {
    return writeTag(tag).writeVarint(to - from).writeRaw(source, from, to);
  }

  public ProtoWriter writeField(int tag, byte[] content) {
    return writeField(tag, content, 0, content.length);
  }

  public ProtoWriter writeString(int tag, String content) {
    return writeField(tag, content.getBytes(UTF_8));
  }

  /** Begins a message of unknown length; what this returns is for {@link #endMessage}. */
  public int beginMessage(int tag) {
    writeTag(tag);
    return size;
  }

  public ProtoWriter endMessage(int begin) {
    int length = size - begin;
    int room = sizeOfVarint(length);
    ensure(room);
    System.arraycopy(bytes, begin, bytes, begin + room, length);
    size = begin;
    writeVarint(length);
    size = begin + room + length;
    return this;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      long wanted = Math.max(2L * bytes.length, (long) size + more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, LARGEST));
    }
  }
}
