package io.spanmill.budget;

import io.spanmill.model.Threshold;
import io.spanmill.trace.SpanTable;

/**
 * A trace as a budget sees it.
 *
 * @param place spreads traces over partitions
 * @param upstream the threshold it came with; its randomness is at least that
 */
record Arrival(long random, long key, long place, long upstream) {
  private static final SpanTable WHOLE = ThinnedSpans.of(1, Threshold.ALWAYS);

  SpanTable spans() {
    return upstream == Threshold.ALWAYS ? WHOLE : ThinnedSpans.of(1, upstream);
  }
}
