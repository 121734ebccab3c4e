package io.spanmill.assembly;

import io.spanmill.model.CloseReason;
import io.spanmill.trace.Trace;

/** When what waits is due; everything in milliseconds of the watermark. */
record AssemblyTimes(long settle, long idle, long maxAge, long linger, long remember) {
  static AssemblyTimes of(AssemblyConfig config) {
    return new AssemblyTimes(
        config.settle().toMillis(),
        config.idle().toMillis(),
        config.maxAge().toMillis(),
        config.linger().toMillis(),
        config.remember().toMillis());
  }

  /** So long without another span that a complete trace closes. */
  boolean hasSettled(Trace trace, long now) {
    return trace.lastMillis() + settle <= now;
  }

  /** So long without another span that any trace closes. */
  boolean isIdle(Trace trace, long now) {
    return trace.lastMillis() + idle <= now;
  }

  boolean isOld(Trace trace, long now) {
    return trace.firstMillis() + maxAge <= now;
  }

  /** Whether an open trace has needed the log for longer than one that ends well does. */
  boolean isOldInLog(Trace trace, long now) {
    return trace.log().sinceMillis() + 2 * settle <= now;
  }

  /**
   * When a trace that was closed was due to be: by the first of these rules that it met, whenever
   * that was looked at.
   */
  long dueMillis(Trace trace, CloseReason reason) {
    long old = trace.firstMillis() + maxAge;
    return switch (reason) {
      case COMPLETE -> Math.min(trace.lastMillis() + settle, old);
      case IDLE -> Math.min(trace.lastMillis() + idle, old);
      case MAX_AGE -> old;
      case PRESSURE, OVERSIZE, END_OF_INPUT -> trace.closedMillis();
    };
  }

  /** Whether a decided trace is only remembered from now on. */
  boolean hasLingered(Trace trace, long now) {
    return trace.closedMillis() + linger <= now;
  }

  /** Whether a verdict holds no more for spans that come now. */
  boolean hasRunOut(long closedMillis, long now) {
    return closedMillis + remember <= now;
  }
}
