package io.spanmill.path;

import java.time.Duration;

/**
 * How critical paths are added up.
 *
 * @param enabled whether they are found at all
 * @param window length of the tumbling windows of event time
 * @param maxSeries how many entries a window may have; what comes for others goes into an overflow
 * @param maxContributors how many contributors an entry may have, likewise; at most {@value
 *     #MOST_CONTRIBUTORS}
 * @throws IllegalArgumentException where window or number is not positive, or there are too many;
 *     the message begins with the key's name in the configuration
 */
public record PathConfig(boolean enabled, Duration window, int maxSeries, int maxContributors) {
  /** They travel, and are stored, in one record, with names of up to 1 KiB. */
  private static final int MOST_CONTRIBUTORS = 500;

  public PathConfig {
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("window: " + window + " is not positive");
    }
    if (maxSeries <= 0) {
      throw new IllegalArgumentException("max_series: " + maxSeries + " is not positive");
    }
    if (maxContributors <= 0 || maxContributors > MOST_CONTRIBUTORS) {
      throw new IllegalArgumentException(
          "max_contributors: " + maxContributors + " is not from 1 to " + MOST_CONTRIBUTORS);
    }
  }
}
