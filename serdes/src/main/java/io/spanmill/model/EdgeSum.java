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
  private final WideSum adjustedCalls;
  private final WideSum clientNanos;
  private final WideSum serverNanos;
  private final Histogram clientDurations = new Histogram();
  private final Histogram serverDurations = new Histogram();
  private final LongestTraces failures = new LongestTraces();
  private final LongestTraces successes = new LongestTraces();

  public EdgeSum() {
    this(new WideSum(), new WideSum(), new WideSum());
  }

  private EdgeSum(WideSum adjustedCalls, WideSum clientNanos, WideSum serverNanos) {
    this.adjustedCalls = adjustedCalls;
    this.clientNanos = clientNanos;
    this.serverNanos = serverNanos;
  }

  /**
   * All counts, as they were stored; histograms and examples are filled afterwards.
   *
   * @param counts calls, failed ones, client's errors, server's errors
   * @param sums adjusted calls, client's and server's nanoseconds
   */
  public static EdgeSum of(long[] counts, WideSum[] sums) {
    EdgeSum sum = new EdgeSum(sums[0], sums[1], sums[2]);
    sum.calls = counts[0];
    sum.failed = counts[1];
    sum.clientErrors = counts[2];
    sum.serverErrors = counts[3];
    return sum;
  }

  /** As {@link #of} takes them. */
  public long[] counts() {
    return new long[] {calls, failed, clientErrors, serverErrors};
  }

  /** As {@link #of} takes them; not to be written to. */
  public WideSum[] sums() {
    return new WideSum[] {adjustedCalls, clientNanos, serverNanos};
  }

  /**
   * Counts calls.
   *
   * @param count how many; below 0 to take back
   * @param weight how many one of them stands for, in units of 2^−24
   */
  public void addCalls(long count, long weight, boolean clientError, boolean serverError) {
    calls += count;
    adjustedCalls.add(count, weight);
    clientErrors += clientError ? count : 0;
    serverErrors += serverError ? count : 0;
    failed += clientError || serverError ? count : 0;
  }

  /** How long the caller waited. */
  public void addClientDuration(long count, long nanos) {
    clientNanos.add(count, nanos);
    clientDurations.add(nanos, count);
  }

  /** How long the callee worked. */
  public void addServerDuration(long count, long nanos) {
    serverNanos.add(count, nanos);
    serverDurations.add(nanos, count);
  }

  /**
   * Names a kept trace as an example, which it stays even if the call is taken back.
   *
   * @param nanos how long the caller waited; where that is not known, how long the callee worked
   */
  public void addExample(long traceIdHigh, long traceIdLow, boolean failure, long nanos) {
    examples(failure).add(traceIdHigh, traceIdLow, nanos);
  }

  public void add(EdgeSum other) {
    calls += other.calls;
    failed += other.failed;
    clientErrors += other.clientErrors;
    serverErrors += other.serverErrors;
    adjustedCalls.add(other.adjustedCalls);
    clientNanos.add(other.clientNanos);
    serverNanos.add(other.serverNanos);
    clientDurations.addAll(other.clientDurations);
    serverDurations.addAll(other.serverDurations);
    failures.addAll(other.failures);
    successes.addAll(other.successes);
  }

  /**
   * Only what is above zero, or below it, number by number; without examples.
   *
   * @param sign 1 or −1
   */
  public EdgeSum part(int sign) {
    EdgeSum part =
        new EdgeSum(adjustedCalls.part(sign), clientNanos.part(sign), serverNanos.part(sign));
    part.calls = part(calls, sign);
    part.failed = part(failed, sign);
    part.clientErrors = part(clientErrors, sign);
    part.serverErrors = part(serverErrors, sign);
    part.clientDurations.addPart(clientDurations, sign);
    part.serverDurations.addPart(serverDurations, sign);
    return part;
  }

  static long part(long number, int sign) {
    return Long.signum(number) == sign ? number : 0;
  }

  /** Whether nothing at all has been counted, or all of it was taken back. */
  public boolean isZero() {
    return calls == 0
        && failed == 0
        && clientErrors == 0
        && serverErrors == 0
        && adjustedCalls.isZero()
        && clientNanos.isZero()
        && serverNanos.isZero()
        && clientDurations.isZero()
        && serverDurations.isZero();
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

  /** In units of 2^−24; saturates. */
  public long adjustedCalls() {
    return adjustedCalls.saturated();
  }

  /** Saturates at 2^63−1. */
  public long clientNanos() {
    return clientNanos.saturated();
  }

  /** Saturates at 2^63−1. */
  public long serverNanos() {
    return serverNanos.saturated();
  }

  public Histogram clientDurations() {
    return clientDurations;
  }

  public Histogram serverDurations() {
    return serverDurations;
  }

  /** Kept traces in which such a call failed, or in which one did not. */
  public LongestTraces examples(boolean failure) {
    return failure ? failures : successes;
  }
}
