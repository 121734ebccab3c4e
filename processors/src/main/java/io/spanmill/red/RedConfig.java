package io.spanmill.red;

import io.spanmill.model.Overflow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * How spans are measured.
 *
 * @param window length of the tumbling windows of event time
 * @param maxSkew a span whose end is further than this from its arrival is booked at its arrival
 * @param dimensions names of attributes that divide series, in the order in which they are shown
 * @param maxSeries how many series a window may have; what comes for others goes into an overflow
 * @throws IllegalArgumentException where a duration or number is not positive, a dimension is named
 *     twice, or one by the name that marks the overflow; the message begins with the key's name in
 *     the configuration
 */
public record RedConfig(Duration window, Duration maxSkew, List<String> dimensions, int maxSeries) {

  public RedConfig {
    positive("window", window);
    positive("max_skew", maxSkew);
    dimensions = List.copyOf(dimensions);
    if (new HashSet<>(dimensions).size() < dimensions.size()) {
      throw new IllegalArgumentException("dimensions: " + dimensions + " names one twice");
    }
    if (dimensions.contains(Overflow.ATTRIBUTE)) {
      throw new IllegalArgumentException(
          "dimensions: " + Overflow.ATTRIBUTE + " marks what is beyond max_series");
    }
    if (maxSeries <= 0) {
      throw new IllegalArgumentException("max_series: " + maxSeries + " is not positive");
    }
  }

  /** Names of the attributes that spans are looked through for, older conventions' included. */
  public List<String> attributes() {
    return SeriesDimensions.attributes(dimensions);
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(key + ": " + value + " is not positive");
    }
  }
}
