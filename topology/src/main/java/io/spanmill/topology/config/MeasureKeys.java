package io.spanmill.topology.config;

import io.spanmill.sinks.metrics.DurationBuckets;
import io.spanmill.sinks.metrics.MetricNames;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.sinks.metrics.OtlpMetrics;
import java.time.Duration;
import java.util.List;

/** The keys of what is measured: RED, edges, critical paths, errors, and the metrics made of it. */
final class MeasureKeys {
  static final Key<Duration> RED_WINDOW =
      new Key<>(
          "red.window",
          ValueType.DURATION,
          "10s",
          "Length of a window of RED metrics, in event time.");
  static final Key<Duration> MAX_SKEW =
      new Key<>(
          "red.max_skew",
          ValueType.DURATION,
          "1h",
          "A span whose end is further than this from its arrival is booked at its arrival.");
  static final Key<List<String>> DIMENSIONS =
      new Key<>(
          "red.dimensions",
          ValueType.WORDS,
          "telemetry.sdk.language, http.route, http.request.method",
          "Attributes of the span, else of its resource, that divide RED series.");
  static final Key<Integer> RED_MAX_SERIES =
      new Key<>(
          "red.max_series",
          ValueType.COUNT,
          "100000",
          "Series that a window may have, each partition its part of them; what comes for others"
              + " counts in series marked otel.metric.overflow.");
  static final Key<Duration> EDGES_WINDOW =
      new Key<>(
          "edges.window", ValueType.DURATION, "10s", "Length of a window of edges, in event time.");
  static final Key<String> EDGES_USER =
      new Key<>(
          "edges.user",
          ValueType.TEXT,
          "user",
          "The client of a trace's root where that is a SERVER or CONSUMER span. Empty: no such edge.");
  static final Key<Integer> EDGES_MAX_SERIES =
      new Key<>(
          "edges.max_series",
          ValueType.COUNT,
          "50000",
          "Edges that a window may have, in the same way.");
  static final Key<Boolean> PATH_ENABLED =
      new Key<>(
          "critical_path.enabled",
          ValueType.SWITCH,
          "true",
          "Whether critical paths are found, and added up: which spans the time of an entry goes to.");
  static final Key<Duration> PATH_WINDOW =
      new Key<>(
          "critical_path.window",
          ValueType.DURATION,
          "1m",
          "Length of a window of critical paths, in event time.");
  static final Key<Integer> PATH_MAX_SERIES =
      new Key<>(
          "critical_path.max_series",
          ValueType.COUNT,
          "10000",
          "Entries (service and name of a root span) that a window may have, in the same way.");
  static final Key<Integer> PATH_MAX_CONTRIBUTORS =
      new Key<>(
          "critical_path.max_contributors",
          ValueType.COUNT,
          "100",
          "Contributors (service, operation, kind, peer) that an entry may have in a window, 500 at"
              + " most; what comes for others counts in one for all of them.");
  static final Key<Boolean> ERRORS_ENABLED =
      new Key<>(
          "errors.enabled",
          ValueType.SWITCH,
          "true",
          "Whether errors are grouped; if not, nothing of it is there, no topic and no store.");
  static final Key<Duration> ERRORS_WINDOW =
      new Key<>(
          "errors.window",
          ValueType.DURATION,
          "1m",
          "Length of a window of groups of errors, in event time.");
  static final Key<Duration> ERRORS_REMEMBER =
      new Key<>(
          "errors.remember",
          ValueType.DURATION,
          "7d",
          "How long after it was seen last a group is still known, and not new.");
  static final Key<List<String>> ERRORS_APPLICATION_FRAMES =
      new Key<>(
          "errors.application_frames",
          ValueType.WORDS,
          "[]",
          "Parts of files or functions that make a frame the application's, though it looks like a"
              + " framework's.");
  static final Key<Integer> ERRORS_MAX_SERIES =
      new Key<>(
          "errors.max_series",
          ValueType.COUNT,
          "10000",
          "Groups of errors that a window may have, in the same way; ten times as many are remembered.");
  static final Key<MetricsConfig.Export> METRICS_EXPORT =
      new Key<>(
          "metrics.export",
          ValueType.EXPORT,
          "none",
          "What the metrics topic gets of RED and edges, as OTLP: nothing, by how much each series has"
              + " grown, or what it has come to.");
  static final Key<Boolean> METRICS_SCRAPE =
      new Key<>(
          "metrics.scrape",
          ValueType.SWITCH,
          "false",
          "Whether Prometheus may ask for RED and edges at /red, each instance for those that meet there.");
  static final Key<MetricNames.Kind> METRICS_NAMES =
      new Key<>(
          "metrics.names",
          ValueType.METRIC_NAMES,
          "collector",
          "Whose names, labels and buckets: those of the Collector's connectors, or of Tempo.");
  static final Key<DurationBuckets.Unit> METRICS_UNIT =
      new Key<>(
          "metrics.unit",
          ValueType.METRIC_UNIT,
          "milliseconds",
          "Unit of span durations under the Collector's names; edges, and Tempo's, are in seconds.");
  static final Key<OtlpMetrics.Histograms> METRICS_HISTOGRAMS =
      new Key<>(
          "metrics.histograms",
          ValueType.HISTOGRAMS,
          "explicit",
          "How the topic tells durations; Prometheus may choose.");
  static final Key<Duration> METRICS_INTERVAL =
      new Key<>("metrics.interval", ValueType.DURATION, "15s", "Between two tellings.");
  static final Key<Duration> METRICS_EXPIRY =
      new Key<>(
          "metrics.expiry",
          ValueType.DURATION,
          "1h",
          "A series of metrics that has not grown for so long is forgotten, and begins anew.");

  /** In the order in which they are shown. */
  static final List<Key<?>> ALL =
      List.of(
          RED_WINDOW,
          MAX_SKEW,
          DIMENSIONS,
          RED_MAX_SERIES,
          EDGES_WINDOW,
          EDGES_USER,
          EDGES_MAX_SERIES,
          PATH_ENABLED,
          PATH_WINDOW,
          PATH_MAX_SERIES,
          PATH_MAX_CONTRIBUTORS,
          ERRORS_ENABLED,
          ERRORS_WINDOW,
          ERRORS_REMEMBER,
          ERRORS_APPLICATION_FRAMES,
          ERRORS_MAX_SERIES,
          METRICS_EXPORT,
          METRICS_SCRAPE,
          METRICS_NAMES,
          METRICS_UNIT,
          METRICS_HISTOGRAMS,
          METRICS_INTERVAL,
          METRICS_EXPIRY);

  private MeasureKeys() {}
}
