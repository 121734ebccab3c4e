package io.spanmill.model;

/**
 * What spans of one kind had to themselves on critical paths. Adding is associative and
 * commutative. Not thread-safe.
 */
public final class SelfTimes {
  private long calls;
  private long nanos;
  private final Histogram times = new Histogram();
  private final LongestTraces examples = new LongestTraces();

  /** The two counts as they were stored; histogram and examples are filled afterwards. */
  public static SelfTimes of(long calls, long nanos) {
    SelfTimes times = new SelfTimes();
    times.calls = calls;
    times.nanos = nanos;
    return times;
  }

  /**
   * Counts one span.
   *
   * @param selfNanos not negative
   */
  public void add(long selfNanos) {
    calls++;
    nanos = RedSum.saturated(nanos, selfNanos);
    times.add(selfNanos, 1);
  }

  public void add(SelfTimes other) {
    calls = RedSum.saturated(calls, other.calls);
    nanos = RedSum.saturated(nanos, other.nanos);
    times.addAll(other.times);
    examples.addAll(other.examples);
  }

  /** Spans on critical paths. */
  public long calls() {
    return calls;
  }

  /** Saturates at 2^63−1. */
  public long nanos() {
    return nanos;
  }

  /** Of each span. */
  public Histogram times() {
    return times;
  }

  /** Kept traces in which one of the spans had the most. */
  public LongestTraces examples() {
    return examples;
  }
}
