package io.spanmill.state;

import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;

/**
 * How the sums of one kind, and their keys, are stored. A key begins with its window's start: eight
 * bytes, big-endian, so that stored keys stand in the order of time.
 *
 * @param <K> what is summed up for, with its window
 * @param <S> the sum
 */
public interface SumFormat<K, S> {
  /** Bytes that a window's start takes at the beginning of a key. */
  int WINDOW_BYTES = 8;

  SumKind kind();

  /**
   * @throws IllegalArgumentException if these are not the bytes of a key
   */
  K readKey(byte[] key);

  S empty();

  /** Adds the second to the first. */
  void add(S sum, S more);

  /** Whether nothing is left, so that the sum need not be kept. */
  boolean isNothing(S sum);

  void write(S sum, ProtoWriter out);

  /**
   * @throws IllegalArgumentException if these are not the bytes of a sum, or of another version
   */
  S read(ByteReader in);

  static void writeWindow(long startMillis, ProtoWriter out) {
    out.writeFixed64(Long.reverseBytes(startMillis));
  }

  static long windowOf(byte[] key) {
    return Long.reverseBytes(new ByteReader(key).readFixed64());
  }
}
