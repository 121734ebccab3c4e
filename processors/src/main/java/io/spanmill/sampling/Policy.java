package io.spanmill.sampling;

import io.spanmill.model.Threshold;
import io.spanmill.trace.TraceView;

/**
 * What a policy makes of a trace: the threshold at which it would keep it. A threshold must depend
 * on what the trace is, never on its randomness, or the numbers made of kept traces are wrong.
 */
@FunctionalInterface
interface Policy {
  /** {@link Threshold#ALWAYS} to keep, {@link Threshold#NEVER} not to, or in between. */
  long threshold(TraceView spans);

  /** A yes or no as a threshold. */
  static long certain(boolean matches) {
    return matches ? Threshold.ALWAYS : Threshold.NEVER;
  }
}
