package io.spanmill.window;

import java.util.Arrays;

/** A key to look up by. */
final class SumKey {
  private final byte[] bytes;
  private final int hash;

  SumKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** Not to be written to. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SumKey that && hash == that.hash && Arrays.equals(bytes, that.bytes);
  }
}
