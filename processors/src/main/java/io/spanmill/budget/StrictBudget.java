package io.spanmill.budget;

import io.spanmill.model.Threshold;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;

/**
 * A policy's budget in one partition that is kept, not met on average. Not thread-safe.
 *
 * <p>The partition's part of the budget flows in with time, up to {@value #BURST_SECONDS} seconds
 * of it. All traces that are due at one sweep are a batch ({@link BatchBudget}) that may cost what
 * is there: those with the highest randomness are kept. A trace that is decided between two sweeps
 * falls under the threshold of the last batch, and what it costs is missing in the next. A trace
 * that alone costs more than there is cannot be kept, and nothing stands for it.
 *
 * <p>Nothing of this is stored: a restart begins with all that can have flowed in.
 */
final class StrictBudget {
  private static final int BURST_SECONDS = 10;
  private static final double MILLIS_PER_SECOND = 1_000;

  private final Budget.Unit unit;
  private final double perMilli;
  private final double most;
  private double left;
  private long lastMillis;
  private BatchBudget batch = new BatchBudget(0);
  private boolean together;
  private long threshold = Threshold.ALWAYS;

  /**
   * @param partitions among which the budget is divided
   * @param nowMillis the watermark
   */
  StrictBudget(Budget budget, int partitions, long nowMillis) {
    unit = budget.unit();
    perMilli = budget.perSecond() / partitions / MILLIS_PER_SECOND;
    most = perMilli * MILLIS_PER_SECOND * BURST_SECONDS;
    left = most;
    lastMillis = nowMillis;
  }

  /** Begins a batch of traces that are decided together. */
  void begin(long nowMillis) {
    left = Math.min(most, left + perMilli * Math.max(0, nowMillis - lastMillis));
    lastMillis = Math.max(lastMillis, nowMillis);
    batch = new BatchBudget(Math.max(0, (long) left));
    together = true;
  }

  /** Adds a trace to the batch, if it can be kept at all. */
  void add(long randomness, SpanTable spans) {
    if (batch.fits(cost(spans))) {
      batch.add(randomness, cost(spans));
    }
  }

  /** All traces of the batch were added; they can be asked for now. */
  void fix() {
    threshold = batch.threshold();
    left -= batch.spent();
  }

  /** All traces of the batch are decided. */
  void end() {
    together = false;
  }

  long threshold(Trace trace) {
    return together && !batch.fits(cost(trace.spans())) ? Threshold.NEVER : threshold;
  }

  /** Counts a trace that was decided by itself. */
  void count(long randomness, SpanTable spans) {
    if (!together && randomness >= threshold) {
      left -= cost(spans);
    }
  }

  private long cost(SpanTable spans) {
    return switch (unit) {
      case TRACES -> 1;
      case SPANS -> spans.size();
      case BYTES -> spans.byteCount();
    };
  }
}
