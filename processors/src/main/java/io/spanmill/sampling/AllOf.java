package io.spanmill.sampling;

import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.trace.TraceView;
import java.util.List;

/** All must keep it: the strictest threshold counts. */
record AllOf(List<Policy> policies) implements Policy {
  @Override
  public void clear() {
    policies.forEach(Policy::clear);
  }

  @Override
  public void see(TraceView spans, int span) {
    for (int i = 0; i < policies.size(); i++) {
      policies.get(i).see(spans, span);
    }
  }

  @Override
  public long threshold() {
    long strictest = Threshold.ALWAYS;
    for (int i = 0; i < policies.size(); i++) {
      strictest = Math.max(strictest, policies.get(i).threshold());
    }
    return strictest;
  }

  /** Of the first that has one: it is the same for all budgets of one trace, as a rule. */
  @Override
  public long tableEpoch() {
    for (int i = 0; i < policies.size(); i++) {
      long epoch = policies.get(i).tableEpoch();
      if (epoch != Match.NO_TABLE) {
        return epoch;
      }
    }
    return Match.NO_TABLE;
  }

  @Override
  public void demand(Demands demands) {
    if (threshold() != UNMATCHED) {
      for (int i = 0; i < policies.size(); i++) {
        policies.get(i).demand(demands);
      }
    }
  }
}
