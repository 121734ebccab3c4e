package io.spanmill.model;

/**
 * What is known of the calls from one service to another in one window. Adding is associative and
 * commutative; a sum may be negative, as a call is taken back when a late span shows it to have
 * been another. Not thread-safe.
 */
public final class EdgeSum {
  private long calls;
  private long failed;
  private long clientErrors;
  private long serverErrors;
  private long adjustedCalls;
  private long clientNanos;
  private long serverNanos;
  private final Histogram clientDurations = new Histogram();
  private final Histogram serverDurations = new Histogram();

  /** All parts but the histograms, as they were stored; those are filled afterwards. */
  public static EdgeSum of(long[] counts) {
    EdgeSum sum = new EdgeSum();
    sum.calls = counts[0];
    sum.failed = counts[1];
    sum.clientErrors = counts[2];
    sum.serverErrors = counts[3];
    sum.adjustedCalls = counts[4];
    sum.clientNanos = counts[5];
    sum.serverNanos = counts[6];
    return sum;
  }

  /** All parts but the histograms, in the order of {@link #of}. */
  public long[] counts() {
    return new long[] {
      calls, failed, clientErrors, serverErrors, adjustedCalls, clientNanos, serverNanos
    };
  }

  /**
   * Counts calls.
   *
   * @param count how many; below 0 to take back
   * @param weight how many one of them stands for, in units of 2^−24
   */
  public void addCalls(long count, long weight, boolean clientError, boolean serverError) {
    calls += count;
    adjustedCalls += count * weight;
    clientErrors += clientError ? count : 0;
    serverErrors += serverError ? count : 0;
    failed += clientError || serverError ? count : 0;
  }

  /** How long the caller waited. */
  public void addClientDuration(long count, long nanos) {
    clientNanos += count * nanos;
    clientDurations.add(nanos, count);
  }

  /** How long the callee worked. */
  public void addServerDuration(long count, long nanos) {
    serverNanos += count * nanos;
    serverDurations.add(nanos, count);
  }

  public void add(EdgeSum other) {
    calls += other.calls;
    failed += other.failed;
    clientErrors += other.clientErrors;
    serverErrors += other.serverErrors;
    adjustedCalls += other.adjustedCalls;
    clientNanos += other.clientNanos;
    serverNanos += other.serverNanos;
    clientDurations.addAll(other.clientDurations);
    serverDurations.addAll(other.serverDurations);
  }

  public long calls() {
    return calls;
  }

  /** Calls where either side had status ERROR. */
  public long failed() {
    return failed;
  }

  public long clientErrors() {
    return clientErrors;
  }

  public long serverErrors() {
    return serverErrors;
  }

  /** In units of 2^−24. */
  public long adjustedCalls() {
    return adjustedCalls;
  }

  public long clientNanos() {
    return clientNanos;
  }

  public long serverNanos() {
    return serverNanos;
  }

  public Histogram clientDurations() {
    return clientDurations;
  }

  public Histogram serverDurations() {
    return serverDurations;
  }
}
