package io.spanmill.split;

import java.util.List;

/**
 * What is known of the input topics from outside: which there are, how many partitions they have,
 * and which of those have been read to their end. Called by several threads.
 */
public interface Sources {
  /** How many partitions all input topics have together. */
  int count();

  /** The input topics that have a partition of this number. */
  List<String> topics(int partition);

  /** What was last seen of that partition; {@link Idleness#NONE} if there was more to read. */
  Idleness idleness(String topic, int partition);

  /**
   * Hears how far a source has been read, about once a second.
   *
   * @param watermarkMillis the latest arrival there, or {@link io.spanmill.state.Stamp#NONE}
   */
  default void reached(String topic, int partition, long watermarkMillis) {}

  /**
   * That all records below {@code endOffset} were processed and none was there beyond.
   *
   * @param endOffset the partition's end, or −1 for "not idle"
   * @param millis for how long this has been true, as of the last look
   */
  record Idleness(long endOffset, long millis) {
    public static final Idleness NONE = new Idleness(-1, 0);
  }
}
