package io.spanmill.connect;

import io.spanmill.exporter.BackEnd;
import io.spanmill.exporter.Limits;
import io.spanmill.exporter.Protocol;
import io.spanmill.exporter.TlsFiles;
import io.spanmill.otlp.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The keys of the sink, and what they say. */
final class OtlpSinkConfig {
  static final String ENDPOINT = "endpoint";
  static final String PROTOCOL = "protocol";
  static final String HEADERS = "headers";
  static final String TRACES_TOPICS = "traces.topics";
  static final String METRICS_TOPICS = "metrics.topics";
  static final String LOGS_TOPICS = "logs.topics";
  static final String COMPRESSION = "compression";
  static final String TIMEOUT = "timeout.ms";
  static final String BATCH_BYTES = "batch.bytes";
  static final String BATCH_RECORDS = "batch.records";
  static final String RETRY_INITIAL = "retry.initial.ms";
  static final String RETRY_MAX = "retry.max.ms";
  static final String TLS_AUTHORITIES = "tls.authorities";
  static final String TLS_CERTIFICATE = "tls.certificate";
  static final String TLS_KEY = "tls.key";

  private static final String GZIP = "gzip";

  private static final ConfigDef.Validator IS_ENDPOINT =
      ConfigDef.LambdaValidator.with(
          (key, value) -> {
            try {
              BackEnd.address(String.valueOf(value));
            } catch (IllegalArgumentException wrong) {
              throw new ConfigException(key, value, wrong.getMessage());
            }
          },
          () -> BackEnd.ALLOWED);

  private static final ConfigDef.Validator ARE_HEADERS =
      ConfigDef.LambdaValidator.with(
          (key, value) -> {
            if (value instanceof Password headers) {
              HeaderList.parse(key, headers.value());
            }
          },
          () -> HeaderList.ALLOWED);

  static final ConfigDef DEFINITION = withSecurity(withLimits(withBackEnd(new ConfigDef())));

  private final AbstractConfig values;

  /**
   * @throws ConfigException if a value cannot be
   */
  OtlpSinkConfig(Map<String, String> properties) {
    values = new AbstractConfig(DEFINITION, properties, false);
  }

  private static ConfigDef withBackEnd(ConfigDef keys) {
    return keys.define(
            ENDPOINT,
            ConfigDef.Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            IS_ENDPOINT,
            Importance.HIGH,
            "The back-end: http(s)://host:port. For http/protobuf, /v1/traces and its like are put"
                + " behind it.")
        .define(
            PROTOCOL,
            ConfigDef.Type.STRING,
            Protocol.HTTP_PROTOBUF.toString(),
            ValidString.in(
                Arrays.stream(Protocol.values()).map(Protocol::toString).toArray(String[]::new)),
            Importance.HIGH,
            "What the back-end speaks there: http/protobuf (mostly at port 4318) or grpc (4317).")
        .define(
            HEADERS,
            ConfigDef.Type.PASSWORD,
            null,
            ARE_HEADERS,
            Importance.HIGH,
            "Sent with every request: name=value,name=value, where %2C is a comma in a value. Take"
                + " secrets from one of the worker's config.providers.")
        .define(
            TRACES_TOPICS,
            ConfigDef.Type.LIST,
            "spanmill-traces",
            Importance.HIGH,
            "Those of the topics that hold traces, in protobuf.")
        .define(
            METRICS_TOPICS,
            ConfigDef.Type.LIST,
            "spanmill-metrics",
            Importance.HIGH,
            "Those of the topics that hold metrics, in protobuf.")
        .define(
            LOGS_TOPICS,
            ConfigDef.Type.LIST,
            "",
            Importance.MEDIUM,
            "Those of the topics that hold log records, in protobuf.");
  }

  private static ConfigDef withLimits(ConfigDef keys) {
    return keys.define(
            COMPRESSION,
            ConfigDef.Type.STRING,
            GZIP,
            ValidString.in(GZIP, "none"),
            Importance.MEDIUM,
            "How requests are packed: gzip or none.")
        .define(
            TIMEOUT,
            ConfigDef.Type.INT,
            10_000,
            Range.between(100, 60_000),
            Importance.MEDIUM,
            "Of one attempt, in milliseconds.")
        .define(
            BATCH_BYTES,
            ConfigDef.Type.INT,
            2 << 20,
            Range.between(1_000, 64 << 20),
            Importance.MEDIUM,
            "Largest request before it is packed; a record that is larger goes alone. Many gRPC"
                + " servers take 4 MiB.")
        .define(
            BATCH_RECORDS,
            ConfigDef.Type.INT,
            500,
            Range.atLeast(1),
            Importance.MEDIUM,
            "Most records in a request.")
        .define(
            RETRY_INITIAL,
            ConfigDef.Type.INT,
            1_000,
            Range.between(1, 600_000),
            Importance.LOW,
            "Milliseconds before the second attempt; twice as long before each one after it.")
        .define(
            RETRY_MAX,
            ConfigDef.Type.INT,
            30_000,
            Range.between(1, 600_000),
            Importance.LOW,
            "Longest time between two attempts, in milliseconds, unless the back-end asks for"
                + " more. They never end: meanwhile Kafka keeps what waits.");
  }

  private static ConfigDef withSecurity(ConfigDef keys) {
    return keys.define(
            TLS_AUTHORITIES,
            ConfigDef.Type.STRING,
            null,
            Importance.MEDIUM,
            "PEM file with the authorities that the back-end's certificate may be signed by. By"
                + " default those that Java trusts.")
        .define(
            TLS_CERTIFICATE,
            ConfigDef.Type.STRING,
            null,
            Importance.MEDIUM,
            "PEM file with a certificate to show, and those between it and its authority.")
        .define(
            TLS_KEY,
            ConfigDef.Type.STRING,
            null,
            Importance.MEDIUM,
            "PEM file with the certificate's key (PKCS #8, without a passphrase).");
  }

  /** By topic. */
  Map<String, Signal> signals() {
    Map<String, Signal> signals = new HashMap<>();
    topics()
        .forEach((key, signal) -> values.getList(key).forEach(name -> signals.put(name, signal)));
    return signals;
  }

  /** By the keys that name the topics. */
  static Map<String, Signal> topics() {
    return Map.of(
        TRACES_TOPICS, Signal.TRACES, METRICS_TOPICS, Signal.METRICS, LOGS_TOPICS, Signal.LOGS);
  }

  BackEnd backEnd() {
    Password headers = values.getPassword(HEADERS);
    return new BackEnd(
        BackEnd.address(values.getString(ENDPOINT)),
        protocol(),
        headers == null ? Map.of() : HeaderList.parse(HEADERS, headers.value()),
        GZIP.equals(values.getString(COMPRESSION)),
        Duration.ofMillis(values.getInt(TIMEOUT)),
        new TlsFiles(file(TLS_AUTHORITIES), file(TLS_CERTIFICATE), file(TLS_KEY)));
  }

  private Protocol protocol() {
    List<Protocol> all = List.of(Protocol.values());
    return all.stream()
        .filter(protocol -> protocol.toString().equals(values.getString(PROTOCOL)))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable Path file(String key) {
    String name = values.getString(key);
    return name == null ? null : Path.of(name);
  }

  Limits limits() {
    return new Limits(
        values.getInt(BATCH_BYTES),
        values.getInt(BATCH_RECORDS),
        Duration.ofMillis(values.getInt(RETRY_INITIAL)),
        Duration.ofMillis(values.getInt(RETRY_MAX)));
  }
}
