package io.spanmill.alerts;

import java.time.Duration;

/**
 * How patient an objective is.
 *
 * @param over the time that is looked at, up to an hour
 * @param pending an alert fires when it has been seen for so long
 * @param keep an alert is resolved when all has been well for so long
 * @param minCalls with fewer calls in that time nothing is said
 * @param resolve all is well below this part of the threshold, above 0 up to 1
 * @throws IllegalArgumentException where something is out of its range; the message begins with the
 *     key's name in the configuration
 */
public record Rules(Duration over, Duration pending, Duration keep, long minCalls, double resolve) {
  public Rules {
    if (over.isZero() || over.isNegative() || over.toMillis() > History.FINE_MILLIS) {
      throw new IllegalArgumentException("over: " + over + " is not above 0 and up to an hour");
    }
    if (minCalls < 1) {
      throw new IllegalArgumentException("min_calls: " + minCalls + " is not positive");
    }
    if (!(resolve > 0 && resolve <= 1)) {
      throw new IllegalArgumentException("resolve: " + resolve + " is not above 0 and up to 1");
    }
  }
}
