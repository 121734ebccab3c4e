package io.spanmill.assembly;

import org.jspecify.annotations.Nullable;

/**
 * What an assembler is given, read again after a restart: the spans topic, or an input that is
 * partitioned by trace.
 */
public interface SpanLog {
  /** Nobody knows how far the group has come. */
  long UNKNOWN = -1;

  /** One of its records. */
  interface Reader {
    /**
     * @param key a {@link io.spanmill.state.Stamp}'s bytes; null if someone else wrote the record.
     *     An arrival of {@link io.spanmill.state.Stamp#NONE} is that of the record before it
     * @param value a {@code TracesData}, perhaps empty; null as the key
     */
    void read(long offset, byte @Nullable [] key, byte @Nullable [] value);
  }

  /** Shows a partition's committed records with offsets in {@code [from, to)}, in their order. */
  void replay(int partition, long from, long to, Reader reader);

  /**
   * Where the group goes on in a partition, for certain; {@link #UNKNOWN} if that cannot be found
   * out now. Asked by whoever owns the partition, before he has read anything.
   */
  default long committed(int partition) {
    return UNKNOWN;
  }
}
