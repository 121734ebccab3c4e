package io.spanmill.model;

import java.util.Arrays;

/**
 * How much arrived that a budget has to choose from, by the probability with which it got this far:
 * what was thinned upstream is thinned less, or not at all. Counted from arrivals, never from what
 * is kept. Adding is associative and commutative. Not thread-safe.
 *
 * <p>Bin <i>i</i> holds what arrived with a probability of about 2<sup>−i/4</sup>: up to an eighth
 * of an octave more or less. Bins are sparse and ascend.
 */
public final class DemandSum {
  /** Where one bin ends and the next begins: odd eighths of an octave. */
  private static final double[] BORDERS = {
    1.0905077326652577, 1.2968395546510096, 1.5422108254079407, 1.8340080864093424
  };

  private static final int OCTAVES = 56;

  /** The bin of the highest threshold that lets anything pass. */
  public static final int LAST_BIN = BORDERS.length * OCTAVES;

  private int[] bins = new int[1];
  private long[] costs = new long[1];
  private long[] populations = new long[1];
  private int size;

  /** The bin of what arrived with a threshold. */
  public static int binOf(long threshold) {
    double passing = Threshold.MAX - threshold;
    int exponent = Math.getExponent(passing);
    double mantissa = Math.scalb(passing, -exponent);
    int bin = BORDERS.length * (OCTAVES - exponent);
    for (double border : BORDERS) {
      bin -= mantissa >= border ? 1 : 0;
    }
    return bin;
  }

  /**
   * Counts what arrived.
   *
   * @param threshold it came with, {@link Threshold#ALWAYS} or more, less than {@link
   *     Threshold#NEVER}
   * @param cost of keeping it: traces, spans or bytes; not negative
   */
  public void add(long threshold, long cost) {
    addToBin(binOf(threshold), cost, product(cost, Threshold.fixedPointWeight(threshold)));
  }

  /**
   * Adds to a bin by its number, as {@link #binOf} gives it.
   *
   * @param population the cost of all that this stands for, in units of 2^−24
   */
  public void addToBin(int bin, long cost, long population) {
    int at = Arrays.binarySearch(bins, 0, size, bin);
    if (at < 0) {
      at = ~at;
      insert(at, bin);
    }
    costs[at] = RedSum.saturated(costs[at], cost);
    populations[at] = RedSum.saturated(populations[at], population);
  }

  private void insert(int at, int bin) {
    if (size == bins.length) {
      bins = Arrays.copyOf(bins, size * 2);
      costs = Arrays.copyOf(costs, size * 2);
      populations = Arrays.copyOf(populations, size * 2);
    }
    System.arraycopy(bins, at, bins, at + 1, size - at);
    System.arraycopy(costs, at, costs, at + 1, size - at);
    System.arraycopy(populations, at, populations, at + 1, size - at);
    bins[at] = bin;
    costs[at] = 0;
    populations[at] = 0;
    size++;
  }

  public void add(DemandSum other) {
    for (int i = 0; i < other.size; i++) {
      addToBin(other.bins[i], other.costs[i], other.populations[i]);
    }
  }

  private static long product(long cost, long weight) {
    return Math.multiplyHigh(cost, weight) == 0 && cost * weight >= 0
        ? cost * weight
        : Long.MAX_VALUE;
  }

  /** Number of bins that hold something. */
  public int size() {
    return size;
  }

  public int bin(int index) {
    return bins[index];
  }

  /** What keeping all of a bin costs. */
  public long cost(int index) {
    return costs[index];
  }

  /**
   * What keeping all would cost that a bin stands for, had nothing been thinned upstream: in units
   * of 2^−24; saturates at 2^63−1.
   */
  public long population(int index) {
    return populations[index];
  }
}
