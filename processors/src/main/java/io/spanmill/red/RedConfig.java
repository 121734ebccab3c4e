package io.spanmill.red;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * How spans are measured.
 *
 * @param window length of the tumbling windows of event time
 * @param maxSkew a span whose end is further than this from its arrival is booked at its arrival
 * @param dimensions names of attributes that divide series, in the order in which they are shown
 * @throws IllegalArgumentException where a duration is not positive or a dimension is named twice;
 *     the message begins with the key's name in the configuration
 */
public record RedConfig(Duration window, Duration maxSkew, List<String> dimensions) {

  public RedConfig {
    positive("window", window);
    positive("max_skew", maxSkew);
    dimensions = List.copyOf(dimensions);
    if (new HashSet<>(dimensions).size() < dimensions.size()) {
      throw new IllegalArgumentException("dimensions: " + dimensions + " names one twice");
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(key + ": " + value + " is not positive");
    }
  }
}
