package io.spanmill.model;

import org.jspecify.annotations.Nullable;

/**
 * What spans of one kind had to themselves on critical paths. Adding is associative and
 * commutative. Not thread-safe.
 */
public final class SelfTimes {
  /** So many neighbouring buckets count as one. */
  private static final int COARSE = 4;

  private long calls;
  private long nanos;
  private final Histogram times = new Histogram();
  private final LongestTraces examples = new LongestTraces();
  private byte @Nullable [] spelled;

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
    spelled = null;
    calls++;
    nanos = RedSum.saturated(nanos, selfNanos);
    if (selfNanos == 0) {
      times.addZeros(1);
    } else {
      times.addToBucket(coarse(Histogram.bucketOf(selfNanos)), 1);
    }
  }

  /** The third of four: an entry has many contributors, and all of them travel at each sweep. */
  private static int coarse(int bucket) {
    return Math.floorDiv(bucket, COARSE) * COARSE + COARSE / 2;
  }

  public void add(SelfTimes other) {
    spelled = null;
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

  /** Of each span. Not to be added to. */
  public Histogram times() {
    return times;
  }

  /** Kept traces in which one of the spans had the most; added to by {@link #addExample}. */
  public LongestTraces examples() {
    return examples;
  }

  /**
   * Names a kept trace as an example.
   *
   * @param selfNanos of a span of it
   */
  public void addExample(long traceIdHigh, long traceIdLow, long selfNanos) {
    spelled = null;
    examples.add(traceIdHigh, traceIdLow, selfNanos);
  }

  /**
   * What it was spelled as when it was stored last, by whoever does; null if something was added
   * since. Of the contributors to an entry few change between two writes of all of them.
   */
  public byte @Nullable [] spelled() {
    return spelled;
  }

  /** See {@link #spelled()}. Not to be written to afterwards. */
  public void spelledAs(byte[] bytes) {
    spelled = bytes;
  }
}
