package io.spanmill.sampling;

import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.trace.Trace;

/** Where budgets find their thresholds. */
public interface Budgets {
  /** Nobody has set any limit: all is kept. */
  Budgets UNLIMITED =
      new Budgets() {
        @Override
        public long threshold(String policy, long key, Trace trace) {
          return Threshold.ALWAYS;
        }

        @Override
        public long tableEpoch() {
          return Match.NO_TABLE;
        }
      };

  /**
   * The threshold that holds for a key of a policy. Asking changes nothing.
   *
   * @param key what the budget is divided by, as a hash
   * @param trace looked at for when it came and what it costs, never for its randomness
   */
  long threshold(String policy, long key, Trace trace);

  /** The epoch of the table that was asked last, or {@link Match#NO_TABLE}. */
  long tableEpoch();
}
