package io.spanmill.sampling;

import io.spanmill.model.Basis;
import io.spanmill.model.Threshold;
import io.spanmill.trace.SpanTable;
import java.util.Arrays;

/**
 * The spans of a trace by the threshold that they came with: at a randomness of r there would have
 * been those with a threshold of r or less. Not thread-safe; made to be read again.
 */
final class Levels {
  private long[] thresholds = new long[64];
  private int[] order = new int[64];
  private int[] ends = new int[1];
  private long[] levels = new long[1];
  private int count;

  /** Reads a trace, of whose thresholds only that is believed which agrees with the basis. */
  void read(SpanTable spans, Basis basis) {
    if (thresholds.length < spans.size()) {
      thresholds = new long[spans.size() * 2];
      order = new int[spans.size() * 2];
    }
    boolean mixed = false;
    for (int span = 0; span < spans.size(); span++) {
      long settled = basis.settled(spans.threshold(span), spans.randomness(span));
      thresholds[span] = Math.max(Threshold.ALWAYS, settled);
      order[span] = span;
      mixed |= thresholds[span] != thresholds[0];
    }
    if (mixed) {
      sort(spans.size());
    } else {
      count = 1;
      levels[0] = spans.size() == 0 ? Threshold.ALWAYS : thresholds[0];
      ends[0] = spans.size();
    }
  }

  /** Spans of one level stay in the order in which they came. */
  private void sort(int size) {
    long[] distinct = Arrays.stream(thresholds, 0, size).sorted().distinct().toArray();
    long[] ranked = new long[size];
    for (int span = 0; span < size; span++) {
      ranked[span] = (long) Arrays.binarySearch(distinct, thresholds[span]) << 32 | span;
    }
    Arrays.sort(ranked);
    levels = distinct;
    ends = new int[distinct.length];
    count = distinct.length;
    for (int i = 0; i < size; i++) {
      order[i] = (int) ranked[i];
      ends[(int) (ranked[i] >>> 32)] = i + 1;
    }
  }

  /** How many distinct thresholds there are; at least one. */
  int count() {
    return count;
  }

  /** The threshold of a level; they ascend. */
  long at(int level) {
    return levels[level];
  }

  /** The threshold of the level above, or {@link Threshold#NEVER}. */
  long above(int level) {
    return level + 1 < count ? levels[level + 1] : Threshold.NEVER;
  }

  /** Where the spans of a level begin in {@link #span}. */
  int from(int level) {
    return level == 0 ? 0 : ends[level - 1];
  }

  /** Where the spans of a level end in {@link #span}. */
  int to(int level) {
    return ends[level];
  }

  /** The span at a place in the order of levels. */
  int span(int place) {
    return order[place];
  }
}
