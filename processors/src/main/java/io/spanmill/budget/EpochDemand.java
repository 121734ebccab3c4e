package io.spanmill.budget;

import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What arrived in one epoch for one budget, in all partitions together. Not thread-safe. */
public final class EpochDemand {
  private final NavigableMap<Long, DemandSum> named = new TreeMap<>();
  private final DemandSum unnamed = new DemandSum();

  /** Adds what a partition tells; the epoch and the policy are the caller's to look at. */
  public void add(Demand demand, DemandSum sum) {
    of(demand.key()).add(sum);
  }

  /** Of a key, or of the keys that were too many to be named; to be added to. */
  DemandSum of(@Nullable Long key) {
    return key == null ? unnamed : named.computeIfAbsent(key, unused -> new DemandSum());
  }

  /** By the hash of the key, ascending. */
  NavigableMap<Long, DemandSum> named() {
    return named;
  }

  /** Of the keys that were too many to be named. */
  DemandSum unnamed() {
    return unnamed;
  }
}
