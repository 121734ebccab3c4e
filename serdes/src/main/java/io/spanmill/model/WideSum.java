package io.spanmill.model;

/**
 * An exact sum of products of two {@code long}s, kept in 128 bits: it can be taken back, which a
 * sum that saturates cannot. Not thread-safe.
 */
public final class WideSum {
  private long low;
  private long carry;

  /**
   * As it was stored.
   *
   * @param low a part, with its sign
   * @param carry how many 2^64 to add to it; 0 for whatever fits into a {@code long}
   */
  public static WideSum of(long low, long carry) {
    WideSum sum = new WideSum();
    sum.low = low;
    sum.carry = carry;
    return sum;
  }

  /** Adds a product. */
  void add(long count, long each) {
    long product = count * each;
    addParts(product, Math.multiplyHigh(count, each) - (product >> 63));
  }

  private void addParts(long moreLow, long moreCarry) {
    long sum = low + moreLow;
    boolean wrapped = ((low ^ sum) & (moreLow ^ sum)) < 0;
    carry += moreCarry + (wrapped ? (moreLow < 0 ? -1 : 1) : 0);
    low = sum;
  }

  void add(WideSum other) {
    addParts(other.low, other.carry);
  }

  /** This sum if it has that sign, else nothing. */
  WideSum part(int sign) {
    boolean below = carry < 0 || (carry == 0 && low < 0);
    return isZero() || below != (sign < 0) ? new WideSum() : of(low, carry);
  }

  boolean isZero() {
    return low == 0 && carry == 0;
  }

  public long low() {
    return low;
  }

  public long carry() {
    return carry;
  }

  /** The sum, or the nearest {@code long} to it. */
  public long saturated() {
    if (carry == 0) {
      return low;
    }
    return carry > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
  }
}
