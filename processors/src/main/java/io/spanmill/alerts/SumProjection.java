package io.spanmill.alerts;

import io.spanmill.state.SumKind;
import io.spanmill.wire.ByteReader;

/** Sees partial sums of one kind, and adds up what objectives ask of them. */
public interface SumProjection {
  SumKind kind();

  /**
   * @param key as the sum's format spells it, with its window
   * @throws IllegalArgumentException if key or sum cannot be read
   */
  void add(byte[] key, ByteReader sum);
}
