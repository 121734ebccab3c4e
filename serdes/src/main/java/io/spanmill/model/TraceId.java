package io.spanmill.model;

/**
 * A trace's id.
 *
 * @param high first eight bytes, big-endian
 * @param low last eight bytes, big-endian
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {
  private static final long RANDOMNESS = (1L << 56) - 1;

  private static final long XXH_PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long XXH_PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long XXH_PRIME_3 = 0x165667B19E3779F9L;
  private static final long XXH_PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long XXH_PRIME_5 = 0x27D4EB2F165667C5L;

  /** 32 lower-case hex digits, as OTLP/JSON and the W3C write it. */
  public String hex() {
    return hex(high) + hex(low);
  }

  /** 16 lower-case hex digits. */
  public static String hex(long id) {
    String digits = Long.toHexString(id);
    return "0".repeat(16 - digits.length()) + digits;
  }

  /** The 56 bits that samplers decide by where a span brings no {@code rv} of its own. */
  public static long randomness(long low) {
    return low & RANDOMNESS;
  }

  /**
   * Randomness made of the whole id, for ids of which the low 56 bits are not random: the low 56
   * bits of <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">XXH64</a> with
   * seed 0 over the sixteen bytes. Public and never to be changed: others may have to agree.
   */
  public static long hashedRandomness(long high, long low) {
    long h = XXH_PRIME_5 + 16;
    h = absorbed(h, Long.reverseBytes(high));
    h = absorbed(h, Long.reverseBytes(low));
    h = (h ^ (h >>> 33)) * XXH_PRIME_2;
    h = (h ^ (h >>> 29)) * XXH_PRIME_3;
    return randomness(h ^ (h >>> 32));
  }

  private static long absorbed(long hash, long lane) {
    long round = Long.rotateLeft(lane * XXH_PRIME_2, 31) * XXH_PRIME_1;
    return Long.rotateLeft(hash ^ round, 27) * XXH_PRIME_1 + XXH_PRIME_4;
  }

  /**
   * The partition of a trace: part of the format of the spans topic, never to be changed. Both
   * halves are mixed (the finaliser of MurmurHash3), as ids exist whose low or high half is
   * constant.
   */
  public static int partition(long high, long low, int partitions) {
    return (int) Long.remainderUnsigned(mix(high ^ mix(low)), partitions);
  }

  /** A hash of both halves, for tables in memory. */
  public static int hash(long high, long low) {
    long mixed = mix(high ^ mix(low));
    return (int) (mixed >>> 32);
  }

  /** Spreads what a number says over all its bits: the finaliser of MurmurHash3. */
  public static long mix(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  @Override
  public int compareTo(TraceId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
