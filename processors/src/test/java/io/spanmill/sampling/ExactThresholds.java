package io.spanmill.sampling;

import io.spanmill.model.Match;
import io.spanmill.model.Threshold;

/** Budgets whose thresholds are their names: the way to a policy with any threshold whatever. */
final class ExactThresholds implements Budgets {
  /** Keeps everything at this threshold, 0 to 2^56. */
  static PolicySpec policy(long threshold) {
    return PolicySpec.Throughput.plain(
        Long.toHexString(threshold), PolicySpec.Throughput.Unit.TRACES, 1);
  }

  @Override
  public long threshold(String policy, long key, long anchorMillis) {
    return Long.parseLong(policy, 16);
  }

  @Override
  public long tableEpoch() {
    return Match.NO_TABLE;
  }

  /** Keeps everything at the threshold of these digits. */
  static PolicySpec policy(String digits) {
    return policy(Threshold.parse(digits));
  }
}
