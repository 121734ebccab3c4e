package io.spanmill.edges;

import java.time.Duration;

/**
 * How calls between services are counted.
 *
 * @param window length of the tumbling windows of event time
 * @param user the client of a trace's root where that is a SERVER or CONSUMER span; empty: such a
 *     root makes no edge
 * @param maxSeries how many edges a window may have; what comes for others goes into an overflow
 * @throws IllegalArgumentException where window or number is not positive; the message begins with
 *     the key's name in the configuration
 */
public record EdgesConfig(Duration window, String user, int maxSeries) {

  public EdgesConfig {
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("window: " + window + " is not positive");
    }
    if (maxSeries <= 0) {
      throw new IllegalArgumentException("max_series: " + maxSeries + " is not positive");
    }
  }
}
