package io.spanmill.sampling;

import io.spanmill.model.Match;
import io.spanmill.trace.TraceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first that matches decides. */
record FirstOf(List<Policy> policies) implements Policy {
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
    for (int i = 0; i < policies.size(); i++) {
      long threshold = policies.get(i).threshold();
      if (threshold != UNMATCHED) {
        return threshold;
      }
    }
    return UNMATCHED;
  }

  @Override
  public long tableEpoch() {
    Policy first = first();
    return first == null ? Match.NO_TABLE : first.tableEpoch();
  }

  @Override
  public void demand(Demands demands) {
    Policy first = first();
    if (first != null) {
      first.demand(demands);
    }
  }

  private @Nullable Policy first() {
    for (int i = 0; i < policies.size(); i++) {
      if (policies.get(i).threshold() != UNMATCHED) {
        return policies.get(i);
      }
    }
    return null;
  }
}
