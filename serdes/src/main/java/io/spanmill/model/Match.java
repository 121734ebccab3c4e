package io.spanmill.model;

/**
 * A policy that matched a trace.
 *
 * @param policy its name
 * @param threshold at which it would keep the trace; from 0 to 2^56
 * @param tableEpoch the epoch of the budget table that it looked its threshold up in, or {@link
 *     #NO_TABLE}
 */
public record Match(String policy, long threshold, long tableEpoch) {
  /** Not from a table. */
  public static final long NO_TABLE = -1;

  public Match(String policy, long threshold) {
    this(policy, threshold, NO_TABLE);
  }
}
