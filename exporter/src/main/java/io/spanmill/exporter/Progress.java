package io.spanmill.exporter;

import java.time.Duration;

/**
 * How far an attempt has brought us.
 *
 * @param payloads of the first that wait, dealt with for good
 * @param delay until the next attempt is worth while
 * @param reason one line for people; empty if there is nothing to say
 */
public record Progress(Kind kind, int payloads, Duration delay, String reason) {
  /** What to do next. */
  public enum Kind {
    /** They are there: go on behind them. */
    TAKEN,
    /** The first will never be taken: put it where it is not lost, and go on behind it. */
    REFUSED,
    /** Come again with the same. */
    WAIT,
    /** As {@link #WAIT}; but nothing will be taken until somebody has changed something. */
    DENIED
  }
}
