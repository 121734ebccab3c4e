package io.spanmill.assembly;

/** The spans topic, read again after a restart. */
public interface SpanLog {
  /** One of its records. */
  interface Reader {
    /**
     * @param key a {@link io.spanmill.state.Stamp}'s bytes
     * @param value a {@code TracesData}, perhaps empty
     */
    void read(long offset, byte[] key, byte[] value);
  }

  /** Shows a partition's committed records with offsets in {@code [from, to)}, in their order. */
  void replay(int partition, long from, long to, Reader reader);
}
