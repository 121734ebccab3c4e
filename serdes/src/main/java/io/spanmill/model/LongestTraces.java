package io.spanmill.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The few traces that took the longest, as examples: of equals those with the smallest ids. Adding
 * is associative and commutative. Not thread-safe.
 */
public final class LongestTraces {
  /** So many are kept. */
  public static final int MOST = 3;

  private static final long[] NONE = {};

  private long[] highs = NONE;
  private long[] lows = NONE;
  private long[] nanos = NONE;
  private int size;

  /**
   * @param high first half of the trace's id
   * @param low second half
   * @param taken how long it took, or a part of it, in nanoseconds: the longest counts
   */
  public void add(long high, long low, long taken) {
    if (size == MOST && !precedes(high, low, taken, size - 1)) {
      return;
    }
    if (highs.length == 0) {
      highs = new long[MOST];
      lows = new long[MOST];
      nanos = new long[MOST];
    }
    int same = find(high, low);
    if (same == size || nanos[same] < taken) {
      enter(high, low, taken, same == MOST ? MOST - 1 : same);
    }
  }

  private int find(long high, long low) {
    int at = 0;
    while (at < size && (highs[at] != high || lows[at] != low)) {
      at++;
    }
    return at;
  }

  /** In the place of one that goes, or at the end; and up from there. */
  private void enter(long high, long low, long taken, int gone) {
    int at = gone;
    while (at > 0 && precedes(high, low, taken, at - 1)) {
      highs[at] = highs[at - 1];
      lows[at] = lows[at - 1];
      nanos[at] = nanos[at - 1];
      at--;
    }
    highs[at] = high;
    lows[at] = low;
    nanos[at] = taken;
    size = Math.max(size, gone + 1);
  }

  private boolean precedes(long high, long low, long taken, int other) {
    if (taken != nanos[other]) {
      return taken > nanos[other];
    }
    int byHigh = Long.compareUnsigned(high, highs[other]);
    return byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(low, lows[other]) < 0);
  }

  public void addAll(LongestTraces other) {
    for (int i = 0; i < other.size; i++) {
      add(other.highs[i], other.lows[i], other.nanos[i]);
    }
  }

  public int size() {
    return size;
  }

  public long high(int index) {
    return highs[index];
  }

  public long low(int index) {
    return lows[index];
  }

  public long nanos(int index) {
    return nanos[index];
  }

  /** The longest first. */
  public List<TraceId> ids() {
    List<TraceId> ids = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ids.add(new TraceId(highs[i], lows[i]));
    }
    return ids;
  }
}
