package io.spanmill.edges;

import java.time.Duration;

/**
 * How calls between services are counted.
 *
 * @param window length of the tumbling windows of event time
 * @param user the client of a trace's root where that is a SERVER or CONSUMER span; empty: such a
 *     root makes no edge
 * @throws IllegalArgumentException where the window is not positive; the message begins with the
 *     key's name in the configuration
 */
public record EdgesConfig(Duration window, String user) {

  public EdgesConfig {
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("window: " + window + " is not positive");
    }
  }
}
