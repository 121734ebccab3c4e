package io.spanmill.topology.config;

import io.spanmill.sampling.SamplingConfig;
import io.spanmill.sinks.metrics.DurationBuckets;
import io.spanmill.sinks.metrics.MetricNames;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.sinks.metrics.OtlpMetrics;
import io.spanmill.topology.logging.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/**
 * Every key: its name, type, default and meaning. What is read and what {@code check --explain}
 * prints both come from here.
 */
final class Keys {
  /** Below it stands anything that Kafka understands. */
  static final String KAFKA = "kafka";

  /** Below it stands what is applied to a running pipeline as a whole. */
  static final String SAMPLING = "sampling";

  static final Key<String> NAME =
      new Key<>("name", ValueType.NAME, "spanmill", "Application id, and prefix of every topic.");
  static final Key<String> INSTANCE =
      new Key<>(
          "instance",
          ValueType.TEXT,
          "",
          "Static member id: the same after every restart, another for every process."
              + " Empty: made from the host's name and state_dir.");
  static final Key<Path> STATE_DIR =
      new Key<>(
          "state_dir",
          ValueType.PATH,
          "./state",
          "Where local state lives; losing it loses time, no data.");
  static final Key<Integer> THREADS =
      new Key<>("threads", ValueType.COUNT, "1", "Stream threads in this process.");
  static final Key<Integer> PARTITIONS =
      new Key<>(
          "partitions",
          ValueType.COUNT,
          "8",
          "Partitions of the spans topic when it is created: the most threads that can share the work;"
              + " ./spanmill grow makes them more.");
  static final Key<Guarantee> GUARANTEE =
      new Key<>(
          "guarantee",
          ValueType.GUARANTEE,
          "exactly_once_v2",
          "Whether a crash may count and emit twice (at_least_once) or not.");
  static final Key<Integer> MAX_RECORD_BYTES =
      new Key<>(
          "max_record_bytes",
          ValueType.RECORD_SIZE,
          "8MiB",
          "Largest record that producers send and topics take; a larger span is a dead letter.");
  static final Key<HttpConfig> HTTP_LISTEN =
      new Key<>(
          "http.listen",
          ValueType.LISTEN,
          "127.0.0.1:8080",
          "Where probes and metrics are served, without a password: on this machine only, unless set.");
  static final Key<Duration> READY_LAG =
      new Key<>(
          "http.ready_lag",
          ValueType.DURATION_OR_NONE,
          "1m",
          "How far behind its input an instance may be and be ready, by arrival time."
              + " none: to be restored is enough.");
  static final Key<Duration> SHUTDOWN_TIMEOUT =
      new Key<>(
          "shutdown.timeout",
          ValueType.DURATION,
          "25s",
          "How long it may take to end when told to; afterwards the process ends as it is, and loses nothing."
              + " Less than Kubernetes waits (30 s).");
  static final Key<LogFormat> LOG_FORMAT =
      new Key<>(
          "logging.format",
          ValueType.LOG_FORMAT,
          "text",
          "Logs on stderr: lines for people, or one JSON object a line.");
  static final Key<Level> LOG_LEVEL =
      new Key<>("logging.level", ValueType.LOG_LEVEL, "info", "The least that Spanmill logs.");
  static final Key<Level> LOG_KAFKA_LEVEL =
      new Key<>(
          "logging.kafka_level",
          ValueType.LOG_LEVEL,
          "warn",
          "The least that Kafka's clients log.");
  static final Key<String> BOOTSTRAP_SERVERS =
      new Key<>(
          KAFKA + ".bootstrap.servers",
          ValueType.TEXT,
          "localhost:9092",
          "Where Kafka is. Any other key below kafka is passed to Kafka, with ${env:NAME} and ${file:/path} filled in.");
  static final Key<List<String>> INPUT_TOPICS =
      new Key<>("input.topics", ValueType.TOPICS, "otlp_spans", "Topics that bring spans.");
  static final Key<Optional<Pattern>> INPUT_PATTERN =
      new Key<>(
          "input.pattern",
          ValueType.PATTERN,
          "",
          "Instead of a list: every topic whose whole name matches brings spans.");
  static final Key<InputConfig.Partitioning> INPUT_PARTITIONED_BY =
      new Key<>(
          "input.partitioned_by",
          ValueType.PARTITIONING,
          "none",
          "trace_id: all spans of a trace are in one partition of the one input topic, so that"
              + " nothing is sent through a spans topic; a span elsewhere is a dead letter.");
  static final Key<OutputFormat> OUTPUT_FORMAT =
      new Key<>(
          "output.format",
          ValueType.OUTPUT_FORMAT,
          "json",
          "Values of decisions, RED, edges and errors. avro: in Confluent's wire format, with schemas in the"
              + " registry at kafka.schema.registry.url.");
  static final Key<Duration> SETTLE =
      new Key<>(
          "assembly.settle",
          ValueType.DURATION,
          "6s",
          "A structurally complete trace closes after this long without another span.");
  static final Key<Duration> IDLE =
      new Key<>(
          "assembly.idle",
          ValueType.DURATION,
          "30s",
          "An incomplete trace closes after this long without another span.");
  static final Key<Duration> MAX_AGE =
      new Key<>(
          "assembly.max_age",
          ValueType.DURATION,
          "2m",
          "Every trace closes this long after its first span.");
  static final Key<Long> MEMORY =
      new Key<>(
          "assembly.memory",
          ValueType.SIZE,
          "512MiB",
          "Bound of what is held for open, lingering and decided traces, per process; at most 60 % of the heap."
              + " Beyond it the oldest traces are decided early.");
  static final Key<Long> MAX_TRACE_BYTES =
      new Key<>(
          "assembly.max_trace_bytes",
          ValueType.SIZE,
          "16MiB",
          "A trace above this is decided at once and streamed through.");
  static final Key<Duration> LINGER =
      new Key<>(
          "assembly.linger",
          ValueType.DURATION,
          "1m",
          "How long after closing late spans are still linked and duplicates still recognised.");
  static final Key<Duration> REMEMBER =
      new Key<>(
          "assembly.remember",
          ValueType.DURATION,
          "30m",
          "How long after closing late spans still follow the trace's decision.");
  static final Key<SamplingConfig.Match> MATCH =
      new Key<>(
          SAMPLING + ".match",
          ValueType.MATCH,
          "any",
          "Whether a trace is kept if any of the policies keeps it, or the first that matches decides.");
  static final Key<Integer> PRECISION =
      new Key<>(
          SAMPLING + ".sampling_precision",
          ValueType.COUNT,
          "4",
          "Hexadecimal digits of a threshold (1 to 14), leading f apart: how exactly a percentage is met.");
  static final Key<SamplingConfig.Mode> MODE =
      new Key<>(
          SAMPLING + ".mode",
          ValueType.MODE,
          "assume_unsampled",
          "What a span without ot=th means: that all such spans are here, or that nothing is known.");
  static final Key<SamplingConfig.RandomnessMode> RANDOMNESS =
      new Key<>(
          SAMPLING + ".randomness",
          ValueType.RANDOMNESS,
          "presume",
          "Randomness of a trace without ot=rv: its id, its id if W3C's flag random is set, or a hash of its id.");
  static final Key<List<SamplingConfig.Upstream>> UPSTREAM =
      new Key<>(
          SAMPLING + ".upstream",
          ValueType.UPSTREAM,
          "[]",
          "Services (with * and ?) behind an old TraceIdRatioBased sampler (legacy_ratio: low64 or java_abs) and its ratio.");
  static final Key<PolicyReader.Policies> POLICIES =
      new Key<>(
          SAMPLING + ".policies",
          ValueType.POLICIES,
          "[{name: errors, type: status_code, status_code: {status_codes: [ERROR]}},"
              + " {name: slow, type: latency, latency: {threshold_ms: 500}},"
              + " {name: rest, type: probabilistic, probabilistic: {sampling_percentage: 10}}]",
          "Which traces are kept, in the syntax of the OpenTelemetry Collector's tail_sampling processor.");
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
      Stream.<Key<?>>concat(
              Stream.of(
                  NAME,
                  INSTANCE,
                  STATE_DIR,
                  THREADS,
                  PARTITIONS,
                  GUARANTEE,
                  MAX_RECORD_BYTES,
                  HTTP_LISTEN,
                  READY_LAG,
                  SHUTDOWN_TIMEOUT,
                  LOG_FORMAT,
                  LOG_LEVEL,
                  LOG_KAFKA_LEVEL,
                  BOOTSTRAP_SERVERS,
                  INPUT_TOPICS,
                  INPUT_PATTERN,
                  INPUT_PARTITIONED_BY,
                  OUTPUT_FORMAT,
                  SETTLE,
                  IDLE,
                  MAX_AGE,
                  MEMORY,
                  MAX_TRACE_BYTES,
                  LINGER,
                  REMEMBER,
                  MATCH,
                  PRECISION,
                  MODE,
                  RANDOMNESS,
                  UPSTREAM,
                  POLICIES,
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
                  METRICS_EXPIRY),
              Stream.concat(PushKeys.ALL.stream(), AlertKeys.ALL.stream()))
          .toList();

  private Keys() {}
}
