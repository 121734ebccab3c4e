package io.spanmill.state;

import java.nio.ByteBuffer;

/**
 * Which generation of the spans topic is in force: each has more partitions than the one before it.
 * The control topic keeps it under the name {@link #NAME}; while there is none the first is.
 *
 * <pre>
 * version 1   1 byte   1
 * number      4 bytes  big-endian as all that follows
 * partitions  4 bytes
 * sums        4 bytes
 * </pre>
 *
 * @param number 1 for the first
 * @param partitions of the spans topic
 * @param sumPartitions of the topic of partial sums, and of outputs: as at the beginning, as series
 *     are kept there
 */
public record SpansGeneration(int number, int partitions, int sumPartitions) {
  /** The key in the control topic. */
  public static final String NAME = "generation";

  /**
   * Sums meet in no more partitions than this: each partition of spans sends to each of them, so
   * that with as many the records would grow with the square. Sums are few compared to spans.
   */
  private static final int MOST_SUM_PARTITIONS = 8;

  private static final byte VERSION = 1;
  private static final int BYTES = 1 + 3 * Integer.BYTES;

  public SpansGeneration {
    if (number < 1 || partitions < 1 || sumPartitions < 1) {
      throw new IllegalArgumentException(
          String.format("generation %d of %d and %d", number, partitions, sumPartitions));
    }
  }

  /** The one that a pipeline begins with. */
  public static SpansGeneration first(int partitions) {
    return new SpansGeneration(1, partitions, Math.min(partitions, MOST_SUM_PARTITIONS));
  }

  /** The one after this. */
  public SpansGeneration next(int nextPartitions) {
    return new SpansGeneration(number + 1, nextPartitions, sumPartitions);
  }

  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .put(VERSION)
        .putInt(number)
        .putInt(partitions)
        .putInt(sumPartitions)
        .array();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a generation, or of a later
   *     version
   */
  public static SpansGeneration of(byte[] bytes) {
    if (bytes.length != BYTES || bytes[0] != VERSION) {
      throw new IllegalArgumentException("not a generation of version " + VERSION);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
    return new SpansGeneration(in.getInt(), in.getInt(), in.getInt());
  }
}
