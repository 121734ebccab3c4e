package io.spanmill.assembly;

import org.jspecify.annotations.Nullable;

/** The spans topic, read again after a restart. */
public interface SpanLog {
  /** One of its records. */
  interface Reader {
    /**
     * @param key a {@link io.spanmill.state.Stamp}'s bytes; null if someone else wrote the record
     * @param value a {@code TracesData}, perhaps empty; null as the key
     */
    void read(long offset, byte @Nullable [] key, byte @Nullable [] value);
  }

  /** Shows a partition's committed records with offsets in {@code [from, to)}, in their order. */
  void replay(int partition, long from, long to, Reader reader);
}
