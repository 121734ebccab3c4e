package io.spanmill.sampling;

import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.trace.TraceView;

/**
 * What a policy makes of a trace: the threshold at which it would keep it. It is asked of one part
 * of the trace after the other, each holding the one before, so it is shown spans one by one and
 * can be asked in between. A threshold must depend on what was shown, never on the trace's
 * randomness, or the numbers made of kept traces are wrong. Not thread-safe.
 */
interface Policy {
  /** The policy does not match. More than every threshold, so that minimum and maximum work. */
  long UNMATCHED = Threshold.NEVER + 1;

  /** Begins a trace: nothing has been shown. */
  void clear();

  /** One more span is visible. Each span of a trace is shown at most once. */
  void see(TraceView spans, int span);

  /** {@link Threshold#ALWAYS} … {@link Threshold#NEVER}, or {@link #UNMATCHED}. */
  long threshold();

  /**
   * The epoch of the budget table that the threshold is from, or {@link Match#NO_TABLE}. To be
   * asked after {@link #threshold}.
   */
  default long tableEpoch() {
    return Match.NO_TABLE;
  }

  /** Tells of which budgets a trace of what was shown asks. */
  default void demand(Demands demands) {
    // Most policies have none.
  }

  /** A yes or no as a threshold. */
  static long certain(boolean matches) {
    return matches ? Threshold.ALWAYS : UNMATCHED;
  }

  /**
   * The threshold that is left where something is taken away at a threshold: as much as the other
   * rejects. Not the same traces, since those would be no set that a threshold can name.
   */
  static long opposite(long threshold) {
    if (threshold == Threshold.ALWAYS) {
      return UNMATCHED;
    }
    return threshold >= Threshold.NEVER ? Threshold.ALWAYS : Threshold.NEVER - threshold;
  }
}
