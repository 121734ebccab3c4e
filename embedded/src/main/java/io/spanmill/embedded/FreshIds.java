package io.spanmill.embedded;

import io.spanmill.model.TraceId;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Other trace ids, one for one: different ids stay different under one key, and the same id becomes
 * another under every key. Each half goes through a bijection that mixes all of its bits, so that
 * the low 56, by which samplers decide, are as random as ever.
 *
 * @param key any number
 */
record FreshIds(long key) {
  static final int ID_BYTES = 16;
  private static final long ODD = 0x9e3779b97f4a7c15L;

  /** Replaces the id of 16 bytes that begins there. */
  void renew(byte[] bytes, int at) {
    ByteBuffer id = ByteBuffer.wrap(bytes, at, ID_BYTES).slice();
    id.putLong(0, high(id.getLong(0))).putLong(Long.BYTES, low(id.getLong(Long.BYTES)));
  }

  /** The other id of one of 32 hex digits. */
  String renewed(String hex) {
    long high = HexFormat.fromHexDigitsToLong(hex, 0, 16);
    long low = HexFormat.fromHexDigitsToLong(hex, 16, 32);
    return new TraceId(high(high), low(low)).hex();
  }

  private long high(long half) {
    return mixed(half ^ mixed(key));
  }

  private long low(long half) {
    return mixed(half ^ mixed(key + ODD));
  }

  /** The finaliser of SplitMix64: a bijection in which every bit depends on every other. */
  private static long mixed(long value) {
    long bits = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    return bits ^ (bits >>> 31);
  }
}
