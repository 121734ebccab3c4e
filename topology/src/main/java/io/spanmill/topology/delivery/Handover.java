package io.spanmill.topology.delivery;

import java.time.Duration;

/**
 * What became of records that were handed over.
 *
 * @param records how many of the first are dealt with for good
 * @param delay if none are, until the next attempt is worth while
 */
public record Handover(int records, Duration delay) {
  public static Handover taken(int records) {
    return new Handover(records, Duration.ZERO);
  }

  public static Handover later(Duration delay) {
    return new Handover(0, delay);
  }
}
