package io.spanmill.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * What a source says of itself with every record that it sends on: the key of bundles and of
 * partial sums. The value is the payload alone.
 *
 * <pre>
 * version 1   1 byte    1
 * kind        1 byte    ordinal of {@link Kind}
 * partition   4 bytes   of the source, big-endian as all that follows
 * sources     4 bytes
 * watermark   8 bytes   milliseconds, or {@link #NONE}
 * arrival     8 bytes   milliseconds; of kind IDLE, for how long
 * topic       the rest  of the source, UTF-8
 * </pre>
 *
 * @param topic the source's topic
 * @param partition the source's partition
 * @param sources how many sources there are in all, as far as this one knows
 * @param watermark the latest arrival that the source has seen, or {@link #NONE} before the first
 * @param arrival when this very record arrived at the source, in milliseconds; of {@link
 *     Kind#IDLE}, for how many milliseconds the source has been idle
 */
public record Stamp(
    Kind kind, String topic, int partition, int sources, long watermark, long arrival) {
  /** A watermark that is not known yet. */
  public static final long NONE = Long.MIN_VALUE;

  /** The watermark behind the end of all input. */
  public static final long END = Long.MAX_VALUE;

  /** What a record is. The order is part of the format. */
  public enum Kind {
    /** The value holds data. */
    DATA,
    /** The source is at work and has only its watermark to tell. */
    HEARTBEAT,
    /** The source has read all there is, and waits. */
    IDLE,
    /** The source has ended: nothing comes after this. */
    ENDED,
    /** The value is a {@link ControlRecord}. Comes from no source, and says nothing of time. */
    CONTROL
  }

  private static final byte VERSION = 1;
  private static final int FIXED = 26;
  private static final Kind[] KINDS = Kind.values();

  /** Whether the source has been idle for so long. */
  public boolean isSilentFor(long millis) {
    return kind == Kind.IDLE && arrival >= millis;
  }

  public byte[] toBytes() {
    byte[] name = topic.getBytes(UTF_8);
    return ByteBuffer.allocate(FIXED + name.length)
        .put(VERSION)
        .put((byte) kind.ordinal())
        .putInt(partition)
        .putInt(sources)
        .putLong(watermark)
        .putLong(arrival)
        .put(name)
        .array();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a stamp: someone else has
   *     written into our topic
   */
  public static Stamp of(byte[] bytes) {
    if (bytes.length < FIXED) {
      throw new IllegalArgumentException("not a stamp: " + bytes.length + " bytes");
    }
    if (bytes[0] != VERSION) {
      throw new IllegalArgumentException("stamp of version " + bytes[0] + ", not " + VERSION);
    }
    if (bytes[1] < 0 || bytes[1] >= KINDS.length) {
      throw new IllegalArgumentException("stamp of kind " + bytes[1]);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 2, bytes.length - 2);
    int partition = in.getInt();
    int sources = in.getInt();
    long watermark = in.getLong();
    long arrival = in.getLong();
    String topic = new String(bytes, FIXED, bytes.length - FIXED, UTF_8);
    return new Stamp(KINDS[bytes[1]], topic, partition, sources, watermark, arrival);
  }
}
