package io.spanmill.sinks.metrics;

import io.spanmill.model.Histogram;
import io.spanmill.model.TraceId;
import java.util.List;
import java.util.Map;

/** What one series of a metric has come to. */
public sealed interface Point {
  /** A trace to look at. */
  record Example(TraceId trace, long nanos) {}

  Metric metric();

  /** In the order in which they are told. */
  Map<String, String> labels();

  /** Since when, in milliseconds since 1970. */
  long startMillis();

  /** How often. */
  record Count(Metric metric, Map<String, String> labels, long startMillis, double value)
      implements Point {}

  /** How long. */
  record Durations(
      Metric metric,
      Map<String, String> labels,
      long startMillis,
      Histogram histogram,
      long nanos,
      List<Example> examples)
      implements Point {}
}
