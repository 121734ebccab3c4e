package io.spanmill.model;

import java.util.Arrays;

/**
 * The thresholds at which a budget keeps traces in one epoch: the same in the whole application,
 * whatever its instances and partitions. Immutable.
 */
public final class BudgetTable {
  /**
   * What a table was made from, in the unit of the budget, for the length of an epoch.
   *
   * @param budget what may be kept
   * @param arrived what is expected to arrive, in all partitions together
   * @param kept what is expected to be kept of that, at these thresholds
   */
  public record Totals(double budget, double arrived, double kept) {}

  private final String policy;
  private final long epoch;
  private final Totals totals;
  private final long[] keys;
  private final long[] thresholds;
  private final long unlisted;

  /**
   * @param epoch from which on it is in force, until another is
   * @param keys hashes, ascending; taken as they are, not copied
   * @param thresholds of the keys, each {@link Threshold#ALWAYS} or more, less than {@link
   *     Threshold#NEVER}; taken as they are
   * @param unlisted the threshold of every other key: one that is new, or one of too many
   */
  public BudgetTable(
      String policy, long epoch, Totals totals, long[] keys, long[] thresholds, long unlisted) {
    this.policy = policy;
    this.epoch = epoch;
    this.totals = totals;
    this.keys = keys;
    this.thresholds = thresholds;
    this.unlisted = unlisted;
  }

  /** Name of the policy. */
  public String policy() {
    return policy;
  }

  public long epoch() {
    return epoch;
  }

  public Totals totals() {
    return totals;
  }

  /** Number of keys that have a threshold of their own. */
  public int size() {
    return keys.length;
  }

  public long key(int index) {
    return keys[index];
  }

  public long threshold(int index) {
    return thresholds[index];
  }

  /** The threshold of keys without one of their own. */
  public long unlisted() {
    return unlisted;
  }

  /** Whether a key has a threshold of its own. */
  public boolean lists(long key) {
    return Arrays.binarySearch(keys, key) >= 0;
  }

  /** The threshold of a key, its own or that of all others. */
  public long thresholdOf(long key) {
    int at = Arrays.binarySearch(keys, key);
    return at >= 0 ? thresholds[at] : unlisted;
  }
}
