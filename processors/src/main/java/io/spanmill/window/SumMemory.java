package io.spanmill.window;

import org.jspecify.annotations.Nullable;

/** Where sums are kept: by the bytes of their keys, in the order of those, taken as unsigned. */
interface SumMemory {
  /** Looks at what is kept. */
  @FunctionalInterface
  interface Visitor {
    /** Returns whether to go on. */
    boolean visit(byte[] key, byte[] value);
  }

  byte @Nullable [] get(byte[] key);

  void put(byte[] key, byte[] value);

  void delete(byte[] key);

  /**
   * Shows what is kept from one key on, in ascending order. Nothing may be changed meanwhile.
   *
   * @param below the first key not to be shown; null to go on to the end
   */
  void scan(byte[] from, byte @Nullable [] below, Visitor visitor);
}
