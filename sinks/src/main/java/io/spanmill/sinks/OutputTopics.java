package io.spanmill.sinks;

import io.spanmill.model.Alert;
import io.spanmill.model.DeadLetter;
import io.spanmill.model.Decision;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.PathPart;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.Totals;
import io.spanmill.model.TraceId;
import io.spanmill.sinks.metrics.MetricNames;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.sinks.metrics.OtlpMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * All topics that leave. Exactly-once holds for readers with {@code
 * isolation.level=read_committed}.
 */
public final class OutputTopics {
  /** What need not be wanted. */
  public enum Extra {
    ERRORS,
    CRITICAL_PATH,
    ALERTS
  }

  private static final String WEEK = Long.toString(Duration.ofDays(7).toMillis());

  private final OutputTopic<TraceId, byte[]> traces;
  private final OutputTopic<TraceId, Decision> decisions;
  private final OutputTopic<RedSeries, RedPoint> red;
  private final OutputTopic<Edge, EdgePoint> edges;
  private final Optional<OutputTopic<ErrorSeries, ErrorPoint>> errors;
  private final OutputTopic<byte[], DeadLetter> deadLetters;
  private final Optional<OutputTopic<PathPart, PathPartPoint>> criticalPath;
  private final Optional<OutputTopic<Alert, Alert>> alerts;
  private final Optional<OutputTopic<String, Totals<RedSeries, RedSum>>> redMetrics;
  private final Optional<OutputTopic<String, Totals<Edge, EdgeSum>>> edgeMetrics;

  /**
   * @param prefix of the topics' names
   * @param codec how decisions, RED and edges are spelled
   * @param recordBytes dead letters are truncated to this
   * @param metrics how RED and edges are told as metrics
   * @param extras what else there is to be
   */
  public OutputTopics(
      String prefix, OutputCodec codec, int recordBytes, MetricsConfig metrics, Set<Extra> extras) {
    Serializer<TraceId> traceId = (topic, id) -> JsonKeys.traceId(id);
    traces =
        new OutputTopic<>(
            prefix + "-traces",
            traceId,
            new ByteArraySerializer(),
            Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer"),
            "each kept trace once, as TracesData; late spans follow with the same key");
    decisions =
        new OutputTopic<>(
            prefix + "-decisions",
            traceId,
            codec::decision,
            Map.of(),
            "each trace once as revision 0; once more as revision 1 if spans came late");
    red =
        new OutputTopic<>(
            prefix + "-red",
            (topic, series) -> JsonKeys.series(series),
            (topic, point) -> point == null ? null : codec.red(topic, point),
            upsert(),
            "the last record of a key is what is known of that series in that window");
    edges =
        new OutputTopic<>(
            prefix + "-edges",
            (topic, edge) -> JsonKeys.edge(edge),
            (topic, point) -> point == null ? null : codec.edge(topic, point),
            upsert(),
            "the last record of a key is what is known of that edge in that window");
    errors = extras.contains(Extra.ERRORS) ? Optional.of(errors(prefix, codec)) : Optional.empty();
    DeadLetterSerializer letters = new DeadLetterSerializer(recordBytes);
    deadLetters =
        new OutputTopic<>(
            prefix + "-dead-letters",
            (topic, key) -> letters.key(key),
            letters,
            Map.of(),
            "every request or span that was refused, with reason and origin in its headers");
    criticalPath =
        extras.contains(Extra.CRITICAL_PATH)
            ? Optional.of(criticalPath(prefix + "-critical-path", codec))
            : Optional.empty();
    alerts =
        extras.contains(Extra.ALERTS)
            ? Optional.of(alerts(prefix + "-alerts", codec))
            : Optional.empty();
    MetricNames names = new MetricNames(metrics.names(), metrics.unit());
    redMetrics =
        metricsTopic(
            prefix,
            metrics,
            new OtlpMetrics<>(
                "traces.span.metrics",
                metrics.histograms(),
                series -> Map.of("service.name", series.service()),
                names::red));
    edgeMetrics =
        metricsTopic(
            prefix,
            metrics,
            new OtlpMetrics<>(
                "traces_service_graph", metrics.histograms(), edge -> Map.of(), names::edges));
  }

  private static OutputTopic<PathPart, PathPartPoint> criticalPath(String name, OutputCodec codec) {
    return new OutputTopic<>(
        name,
        (topic, part) -> JsonKeys.path(part),
        codec::path,
        upsert(),
        "the last record of a key is what is known of that contributor to that entry in that window");
  }

  private static OutputTopic<ErrorSeries, ErrorPoint> errors(String prefix, OutputCodec codec) {
    return new OutputTopic<>(
        prefix + "-errors",
        (topic, series) -> JsonKeys.error(series),
        (topic, point) -> point == null ? null : codec.error(topic, point),
        upsert(),
        "the last record of a key is what is known of that group of errors in that window");
  }

  private static <K, S> Optional<OutputTopic<String, Totals<K, S>>> metricsTopic(
      String prefix, MetricsConfig metrics, OtlpMetrics<K, S> otlp) {
    if (metrics.export() == MetricsConfig.Export.NONE) {
      return Optional.empty();
    }
    return Optional.of(
        new OutputTopic<>(
            prefix + "-metrics",
            new StringSerializer(),
            (topic, totals) -> otlp.toBytes(totals),
            Map.of(),
            "RED and edges as ExportMetricsServiceRequest; a series stays in one partition"));
  }

  private static OutputTopic<Alert, Alert> alerts(String name, OutputCodec codec) {
    return new OutputTopic<>(
        name,
        (topic, alert) -> JsonKeys.alert(alert),
        (topic, alert) -> alert == null ? null : codec.alert(topic, alert),
        upsert(),
        "the last record of a key is what is known of that incident");
  }

  private static Map<String, String> upsert() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete", TopicConfig.RETENTION_MS_CONFIG, WEEK);
  }

  public OutputTopic<TraceId, byte[]> traces() {
    return traces;
  }

  public OutputTopic<TraceId, Decision> decisions() {
    return decisions;
  }

  public OutputTopic<RedSeries, RedPoint> red() {
    return red;
  }

  public OutputTopic<Edge, EdgePoint> edges() {
    return edges;
  }

  /** Groups of errors; empty if they are not wanted. */
  public Optional<OutputTopic<ErrorSeries, ErrorPoint>> errors() {
    return errors;
  }

  public OutputTopic<byte[], DeadLetter> deadLetters() {
    return deadLetters;
  }

  /** Where the time of traces goes; empty if that is not wanted. */
  public Optional<OutputTopic<PathPart, PathPartPoint>> criticalPath() {
    return criticalPath;
  }

  /** Empty if nothing is watched. */
  public Optional<OutputTopic<Alert, Alert>> alerts() {
    return alerts;
  }

  /** RED in the metrics topic; empty if that is not wanted. */
  public Optional<OutputTopic<String, Totals<RedSeries, RedSum>>> redMetrics() {
    return redMetrics;
  }

  /** Edges in the same topic. */
  public Optional<OutputTopic<String, Totals<Edge, EdgeSum>>> edgeMetrics() {
    return edgeMetrics;
  }

  /** Each topic once. */
  public List<OutputTopic<?, ?>> all() {
    List<OutputTopic<?, ?>> all = new ArrayList<>(List.of(traces, decisions, red, edges));
    errors.ifPresent(all::add);
    all.add(deadLetters);
    criticalPath.ifPresent(all::add);
    alerts.ifPresent(all::add);
    redMetrics.ifPresent(all::add);
    return all;
  }
}
