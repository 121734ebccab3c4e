package io.spanmill.model;

import java.util.Arrays;

/**
 * Divides a whole by weights, so that the shares together are exactly 1. In units of 2^−32, of
 * which any sum up to 1 is exact as a {@code double}, whatever the order: each gets what it is
 * worth rounded down, and what is left goes, a unit each, to the largest remainders (Hamilton's
 * method).
 */
public final class Shares {
  /** How many units a whole has. */
  private static final long WHOLE = 1L << 32;

  private static final double UNIT = 0x1p-32;

  private Shares() {}

  /**
   * @param weights not negative; their sum saturates at 2^63−1
   * @return 0 to 1, in the same order; of equal remainders the first gets more; where all weights
   *     are 0 all count the same
   */
  public static double[] of(long[] weights) {
    long total = 0;
    for (long weight : weights) {
      total = RedSum.saturated(total, weight);
    }
    if (weights.length == 0) {
      return new double[0];
    }
    return total == 0 || total == Long.MAX_VALUE
        ? of(scaled(weights, total == 0))
        : divided(weights, total);
  }

  private static long[] scaled(long[] weights, boolean equal) {
    return Arrays.stream(weights).map(weight -> equal ? 1 : weight / weights.length / 2).toArray();
  }

  private static double[] divided(long[] weights, long total) {
    long[] units = new long[weights.length];
    long[] rests = new long[weights.length];
    long left = WHOLE;
    for (int i = 0; i < weights.length; i++) {
      divide(weights[i], total, units, rests, i);
      left -= units[i];
    }
    giveAway(left, units, rests);
    return Arrays.stream(units).mapToDouble(share -> share * UNIT).toArray();
  }

  /** Weight · 2^32 / total by long division, as the product has up to 95 bits. */
  private static void divide(long weight, long total, long[] units, long[] rests, int at) {
    long quotient = weight / total;
    long rest = weight % total;
    for (int bit = 0; bit < 32; bit++) {
      rest <<= 1; // below 2^64, as the total is below 2^63
      boolean fits = Long.compareUnsigned(rest, total) >= 0;
      quotient = (quotient << 1) | (fits ? 1 : 0);
      rest -= fits ? total : 0;
    }
    units[at] = quotient;
    rests[at] = rest;
  }

  /** There are fewer units left than there are remainders above 0. */
  private static void giveAway(long left, long[] units, long[] rests) {
    for (long unit = 0; unit < left; unit++) {
      int largest = 0;
      for (int i = 1; i < rests.length; i++) {
        largest = rests[i] > rests[largest] ? i : largest;
      }
      units[largest]++;
      rests[largest] = -1;
    }
  }
}
