package io.spanmill.state;

/** What sums are about. The order is part of the formats that hold them. */
public enum SumKind {
  /** Requests, errors and durations of series. */
  RED,
  /** Calls between services. */
  EDGES,
  /** Critical paths of entries. */
  PATHS,
  /** Groups of errors. */
  ERRORS,
  /** What arrives for budgets. */
  DEMAND,
  /** What objectives ask. */
  INDICATORS
}
