package io.spanmill.sinks.metrics;

import java.time.Duration;

/**
 * How RED and edges are told as metrics.
 *
 * @param export what the metrics topic gets
 * @param scrape whether this process may be asked for them
 * @param names whose names, labels and buckets
 * @param unit of span durations under the Collector's names
 * @param histograms how the topic tells durations
 * @param interval between two tellings
 * @param expiry a series that has not grown for so long is forgotten
 * @throws IllegalArgumentException where a time is not positive; the message begins with the key's
 *     name in the configuration
 */
public record MetricsConfig(
    Export export,
    boolean scrape,
    MetricNames.Kind names,
    DurationBuckets.Unit unit,
    OtlpMetrics.Histograms histograms,
    Duration interval,
    Duration expiry) {

  /** What the metrics topic gets. */
  public enum Export {
    NONE,
    DELTA,
    CUMULATIVE
  }

  public MetricsConfig {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("interval: " + interval + " is not positive");
    }
    if (expiry.compareTo(interval) <= 0) {
      throw new IllegalArgumentException(
          "expiry: " + expiry + " is not longer than interval " + interval);
    }
  }

  /** Whether anything is told at all. */
  public boolean isOn() {
    return scrape || export != Export.NONE;
  }
}
