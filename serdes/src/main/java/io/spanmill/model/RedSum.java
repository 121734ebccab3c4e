package io.spanmill.model;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is known of the spans of one series in one window. Adding is associative and commutative, so
 * the result does not depend on order, restart or rebalance. Not thread-safe.
 */
public final class RedSum {
  /** So many exemplars are kept, those with the smallest ids. */
  public static final int EXEMPLARS = 5;

  private long calls;
  private long adjustedCalls;
  private long durationNanos;
  private long minNanos = Long.MAX_VALUE;
  private long maxNanos;
  private final Histogram durations = new Histogram();

  /** Kept traces, each with its longest span here. */
  private final NavigableMap<TraceId, Long> exemplars = new TreeMap<>();

  /** All parts at once, as they were stored; histogram and exemplars are filled afterwards. */
  public static RedSum of(
      long calls, long adjustedCalls, long durationNanos, long minNanos, long maxNanos) {
    RedSum sum = new RedSum();
    sum.calls = calls;
    sum.adjustedCalls = adjustedCalls;
    sum.durationNanos = durationNanos;
    sum.minNanos = minNanos;
    sum.maxNanos = maxNanos;
    return sum;
  }

  /**
   * Counts one span.
   *
   * @param nanos its duration, not negative
   * @param weight how many it stands for, in units of 2^−24: {@link Threshold#fixedPointWeight}
   */
  public void add(long nanos, long weight) {
    calls++;
    adjustedCalls = saturated(adjustedCalls, weight);
    durationNanos = saturated(durationNanos, nanos);
    minNanos = Math.min(minNanos, nanos);
    maxNanos = Math.max(maxNanos, nanos);
    durations.add(nanos, 1);
  }

  /**
   * Names a kept trace as an example.
   *
   * @param nanos how long a span of it took
   */
  public void addExemplar(TraceId trace, long nanos) {
    boolean full = exemplars.size() == EXEMPLARS;
    if (full && trace.compareTo(exemplars.lastKey()) > 0) {
      return;
    }
    exemplars.merge(trace, nanos, Math::max);
    if (exemplars.size() > EXEMPLARS) {
      exemplars.pollLastEntry();
    }
  }

  /** Forgets all examples. */
  public void clearExemplars() {
    exemplars.clear();
  }

  public void add(RedSum other) {
    calls += other.calls;
    adjustedCalls = saturated(adjustedCalls, other.adjustedCalls);
    durationNanos = saturated(durationNanos, other.durationNanos);
    minNanos = Math.min(minNanos, other.minNanos);
    maxNanos = Math.max(maxNanos, other.maxNanos);
    durations.addAll(other.durations);
    other.exemplars.forEach(this::addExemplar);
  }

  static long saturated(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? Long.MAX_VALUE : sum;
  }

  public long calls() {
    return calls;
  }

  /** In units of 2^−24. */
  public long adjustedCalls() {
    return adjustedCalls;
  }

  /** Saturates at 2^63−1. */
  public long durationNanos() {
    return durationNanos;
  }

  public long minNanos() {
    return minNanos;
  }

  public long maxNanos() {
    return maxNanos;
  }

  public Histogram durations() {
    return durations;
  }

  /** Kept traces that have a span here, in ascending order. */
  public List<TraceId> exemplars() {
    return List.copyOf(exemplars.keySet());
  }

  /** How long the longest span of such a trace took here. */
  public long exemplarNanos(TraceId trace) {
    return exemplars.getOrDefault(trace, 0L);
  }
}
