package io.spanmill.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the series is marked that takes in what came for series beyond the limit: with the attribute
 * by which OpenTelemetry's SDKs and the Collector's connectors mark theirs.
 */
public final class Overflow {
  /** Name of the mark; its value is {@code true}. */
  public static final String ATTRIBUTE = "otel.metric.overflow";

  /** Which partition of the sums it is from: each has such a series of its own. */
  public static final String PARTITION = "spanmill.partition";

  private Overflow() {}

  /** All dimensions of such a series, in ascending order. */
  public static Map<String, String> dimensions(int partition) {
    return new TreeMap<>(Map.of(ATTRIBUTE, "true", PARTITION, Integer.toString(partition)));
  }
}
