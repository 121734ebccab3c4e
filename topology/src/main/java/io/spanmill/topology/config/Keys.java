package io.spanmill.topology.config;

import io.spanmill.topology.logging.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/**
 * Every key: its name, type, default and meaning; those of a section that is large stand beside it.
 * What is read and what {@code check --explain} prints both come from here.
 */
final class Keys {
  /** Below it stands anything that Kafka understands. */
  static final String KAFKA = "kafka";

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

  /** In the order in which they are shown. */
  static final List<Key<?>> ALL =
      Stream.of(
              List.of(
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
                  REMEMBER),
              SamplingKeys.ALL,
              MeasureKeys.ALL,
              PushKeys.ALL,
              AlertKeys.ALL)
          .<Key<?>>flatMap(List::stream)
          .toList();

  private Keys() {}
}
