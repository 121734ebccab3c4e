package io.spanmill.alerts;

import java.util.Arrays;

/**
 * Part of a key, to look up by. One that is aimed at another key's bytes is for looking up alone.
 * Not thread-safe.
 */
final class Name {
  private byte[] bytes = {};
  private int from;
  private int to;
  private int hash;

  /** Of a copy. */
  static Name of(byte[] key, int from, int to) {
    byte[] copy = Arrays.copyOfRange(key, from, to);
    return new Name().aim(copy, 0, copy.length);
  }

  Name aim(byte[] key, int first, int end) {
    bytes = key;
    from = first;
    to = end;
    int all = 1;
    for (int i = first; i < end; i++) {
      all = 31 * all + key[i];
    }
    hash = all;
    return this;
  }

  Name copy() {
    return of(bytes, from, to);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name that
        && hash == that.hash
        && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
  }
}
