package io.spanmill.receiver;

/** What became of a request at its destination. */
public enum Outcome {
  /** It is there for good. */
  DELIVERED,
  /** It is not there, or nobody knows; the sender shall try again. */
  UNAVAILABLE,
  /** It is not there, and another attempt will not bring it there either. */
  LEFT_OUT
}
