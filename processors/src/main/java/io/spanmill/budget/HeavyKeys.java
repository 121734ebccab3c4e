package io.spanmill.budget;

import java.util.Arrays;

/**
 * Finds the keys that come most often with memory for a fixed number: when there is no room, a new
 * key takes the place of the one seen least and inherits its count (the Space-Saving algorithm of
 * Metwally, Agrawal and El Abbadi, 2005). Counts are halved with each epoch, so that what was
 * frequent once makes room. Not thread-safe.
 *
 * <p>A key that took another's place is told by name from the next epoch on: otherwise keys of
 * which each comes once would all be told. A key that was told keeps its place until the next epoch
 * is over: half of what it brings would make it look rarer than it is.
 */
final class HeavyKeys {
  private static final int NONE = -1;

  private final long[] keys;
  private final long[] counts;
  private final long[] namedFrom;
  private final long[] lastNamed;
  private int size;
  private long newest = Long.MIN_VALUE;

  /** Slots of keys by their hash, open addressing; {@link #NONE} where there is none. */
  private final int[] index;

  HeavyKeys(int capacity) {
    keys = new long[capacity];
    counts = new long[capacity];
    namedFrom = new long[capacity];
    lastNamed = new long[capacity];
    index = new int[Integer.highestOneBit(Math.max(1, capacity)) * 4];
    Arrays.fill(index, NONE);
  }

  /**
   * Counts a key once.
   *
   * @return whether it is told by name in this epoch
   */
  boolean count(long key, long epoch) {
    if (epoch > newest) {
      halve(epoch - newest);
      newest = epoch;
    }
    int slot = find(key);
    if (slot == NONE) {
      slot = size < keys.length ? append() : leastBefore(epoch);
      if (slot == NONE) {
        return false;
      }
      keys[slot] = key;
      enter(slot);
    }
    counts[slot]++;
    if (namedFrom[slot] > epoch) {
      return false;
    }
    lastNamed[slot] = Math.max(lastNamed[slot], epoch);
    return true;
  }

  private int append() {
    counts[size] = 0;
    namedFrom[size] = Long.MIN_VALUE;
    lastNamed[size] = Long.MIN_VALUE;
    return size++;
  }

  /** Makes room in the place of a key that was told neither in this epoch nor in the last. */
  private int leastBefore(long epoch) {
    int least = NONE;
    for (int slot = 0; slot < size; slot++) {
      boolean free = lastNamed[slot] < epoch - 1;
      least = free && (least == NONE || counts[slot] < counts[least]) ? slot : least;
    }
    if (least != NONE) {
      leave(least);
      namedFrom[least] = epoch + 1;
    }
    return least;
  }

  private int find(long key) {
    int at = home(key);
    while (index[at] != NONE && keys[index[at]] != key) {
      at = next(at);
    }
    return index[at];
  }

  private void enter(int slot) {
    int at = home(keys[slot]);
    while (index[at] != NONE) {
      at = next(at);
    }
    index[at] = slot;
  }

  /** Those behind it move up, so that no gap parts them. */
  private void leave(int slot) {
    int gap = home(keys[slot]);
    while (index[gap] != slot) {
      gap = next(gap);
    }
    for (int at = next(gap); index[at] != NONE; at = next(at)) {
      if (distance(home(keys[index[at]]), at) >= distance(gap, at)) {
        index[gap] = index[at];
        gap = at;
      }
    }
    index[gap] = NONE;
  }

  private void halve(long times) {
    int shift = (int) Math.min(Math.max(times, 0), Long.SIZE - 1);
    int old = size;
    size = 0;
    for (int slot = 0; slot < old; slot++) {
      if (counts[slot] >> shift > 0) {
        keys[size] = keys[slot];
        counts[size] = counts[slot] >> shift;
        namedFrom[size] = namedFrom[slot];
        lastNamed[size] = lastNamed[slot];
        size++;
      }
    }
    Arrays.fill(index, NONE);
    for (int slot = 0; slot < size; slot++) {
      enter(slot);
    }
  }

  private int home(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & (index.length - 1);
  }

  private int next(int at) {
    return (at + 1) & (index.length - 1);
  }

  private int distance(int from, int to) {
    return (to - from) & (index.length - 1);
  }
}
