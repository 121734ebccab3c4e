package io.spanmill.sinks.metrics;

import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.Histogram;
import io.spanmill.model.Overflow;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.Total;
import io.spanmill.sinks.metrics.DurationBuckets.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * RED and edges under the names, labels, units and buckets of others, so that their dashboards
 * work: those of the Collector's {@code span_metrics} and {@code service_graph} connectors, or
 * those of Tempo's metrics-generator.
 */
public final class MetricNames {
  /** Whose names. */
  public enum Kind {
    COLLECTOR,
    TEMPO
  }

  private static final String CALLS = "Spans, with those that head sampling left out.";
  private static final String DURATION = "How long spans took.";

  /** Weights are in units of 2^−24. */
  private static final double WEIGHT = 1L << 24;

  private static final DurationBuckets NONE = new DurationBuckets(Unit.SECONDS);

  private final Kind kind;
  private final Metric calls;
  private final Metric durations;
  private final Metric requests;
  private final Metric failedRequests;
  private final Metric clientDurations;
  private final Metric serverDurations;

  /**
   * @param unit of span durations under the Collector's names; edges, and all of Tempo's, are in
   *     seconds
   */
  public MetricNames(Kind kind, Unit unit) {
    this.kind = kind;
    boolean tempo = kind == Kind.TEMPO;
    calls =
        tempo
            ? count("traces_spanmetrics_calls_total", "traces_spanmetrics_calls_total", CALLS)
            : count("traces.span.metrics.calls", "traces_span_metrics_calls_total", CALLS);
    durations = tempo ? tempoLatency() : collectorDuration(unit);
    String graph = "traces_service_graph_request_";
    requests = count(graph + "total", graph + "total", "Calls between services.");
    failedRequests =
        count(graph + "failed_total", graph + "failed_total", "Calls that failed on either side.");
    DurationBuckets seconds =
        tempo ? DurationBuckets.doubling(0.1, 8) : DurationBuckets.collector(Unit.SECONDS);
    clientDurations = graph(graph + "client_seconds", "How long the callers waited.", seconds);
    serverDurations = graph(graph + "server_seconds", "How long the callees worked.", seconds);
  }

  private static Metric count(String name, String scrapedName, String help) {
    return new Metric(name, scrapedName, "1", help, NONE);
  }

  private static Metric graph(String name, String help, DurationBuckets buckets) {
    return new Metric(name, name, buckets.unit().symbol(), help, buckets);
  }

  private static Metric collectorDuration(Unit unit) {
    String scraped = "traces_span_metrics_duration_" + unit.name().toLowerCase(Locale.ROOT);
    DurationBuckets buckets = DurationBuckets.collector(unit);
    return new Metric("traces.span.metrics.duration", scraped, unit.symbol(), DURATION, buckets);
  }

  private static Metric tempoLatency() {
    String name = "traces_spanmetrics_latency";
    DurationBuckets buckets = DurationBuckets.doubling(0.002, 14);
    return new Metric(name, name, buckets.unit().symbol(), DURATION, buckets);
  }

  /** Every metric there is. */
  public List<Metric> all() {
    return List.of(calls, durations, requests, failedRequests, clientDurations, serverDurations);
  }

  /** What is told of a series of spans. */
  public List<Point> red(Total<RedSeries, RedSum> total) {
    RedSum sum = total.sum();
    Map<String, String> labels = labels(total.series());
    long start = total.startMillis();
    List<Point.Example> examples =
        sum.exemplars().stream()
            .map(trace -> new Point.Example(trace, sum.exemplarNanos(trace)))
            .toList();
    return List.of(
        new Point.Count(calls, labels, start, sum.adjustedCalls() / WEIGHT),
        new Point.Durations(
            durations, labels, start, sum.durations(), sum.durationNanos(), examples));
  }

  private Map<String, String> labels(RedSeries series) {
    Map<String, String> labels = new LinkedHashMap<>();
    boolean tempo = kind == Kind.TEMPO;
    labels.put(tempo ? "service" : "service.name", series.service());
    labels.put(tempo ? "span_name" : "span.name", series.spanName());
    labels.put(tempo ? "span_kind" : "span.kind", series.kind().otlpName());
    labels.put(tempo ? "status_code" : "status.code", series.status().otlpName());
    addDimensions(series.dimensions(), labels);
    return labels;
  }

  private void addDimensions(Map<String, String> dimensions, Map<String, String> labels) {
    dimensions.forEach(
        (name, value) -> {
          boolean mark = kind == Kind.TEMPO && name.equals(Overflow.ATTRIBUTE);
          labels.put(mark ? "metric_overflow" : name, value);
        });
  }

  /**
   * What is told of calls between two services. Failed calls are a series of their own in the
   * count; durations are not told apart by that.
   */
  public List<Point> edges(Total<Edge, EdgeSum> total) {
    EdgeSum sum = total.sum();
    long start = total.startMillis();
    Map<String, String> labels = labels(total.series());
    Map<String, String> failed = new LinkedHashMap<>(labels);
    Map<String, String> fine = new LinkedHashMap<>(labels);
    if (kind == Kind.COLLECTOR) {
      failed.put("failed", "true");
      fine.put("failed", "false");
    }
    Point.Count allFailed = new Point.Count(failedRequests, failed, start, sum.failed());
    List<Point> durations =
        List.of(
            durations(clientDurations, labels, start, sum.clientDurations(), sum.clientNanos()),
            durations(serverDurations, labels, start, sum.serverDurations(), sum.serverNanos()));
    return kind == Kind.TEMPO
        ? List.of(
            new Point.Count(requests, labels, start, sum.calls()),
            allFailed,
            durations.get(0),
            durations.get(1))
        : List.of(
            new Point.Count(requests, fine, start, Math.max(0, sum.calls() - sum.failed())),
            new Point.Count(requests, failed, start, sum.failed()),
            allFailed,
            durations.get(0),
            durations.get(1));
  }

  private static Point.Durations durations(
      Metric metric, Map<String, String> labels, long start, Histogram histogram, long nanos) {
    return new Point.Durations(metric, labels, start, histogram, nanos, List.of());
  }

  private Map<String, String> labels(Edge edge) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("client", edge.client());
    labels.put("server", edge.server());
    labels.put("connection_type", edge.type().label());
    addDimensions(edge.dimensions(), labels);
    return labels;
  }
}
