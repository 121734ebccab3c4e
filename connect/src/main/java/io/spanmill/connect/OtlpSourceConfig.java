package io.spanmill.connect;

import io.spanmill.receiver.Division;
import io.spanmill.receiver.Limits;
import io.spanmill.receiver.ListenAddress;
import io.spanmill.receiver.ReceiverConfig;
import io.spanmill.receiver.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The keys of the connector, and what they say. */
final class OtlpSourceConfig {
  static final String LISTEN = "listen";
  static final String TRACES_TOPIC = "traces.topic";
  static final String METRICS_TOPIC = "metrics.topic";
  static final String LOGS_TOPIC = "logs.topic";
  static final String PARTITION_TRACES_BY_ID = "partition.traces.by.id";
  static final String TRACES_PARTITIONS = "traces.partitions";
  static final String ANSWER_TIMEOUT = "answer.timeout.ms";
  static final String MAX_REQUEST = "max.request.bytes";
  static final String MAX_UNPACKED = "max.unpacked.bytes";
  static final String MAX_RECORD = "max.record.bytes";
  static final String MAX_WAITING = "max.waiting.bytes";
  static final String MAX_CONNECTIONS = "max.connections";
  static final String TLS_CERTIFICATE = "tls.certificate";
  static final String TLS_KEY = "tls.key";
  static final String TLS_CLIENT_AUTHORITIES = "tls.client.authorities";
  static final String BEARER_TOKEN = "bearer.token";

  private static final String NO_ADDRESS = "is not " + ListenAddress.ALLOWED;
  private static final ConfigDef.Validator IS_ADDRESS =
      ConfigDef.LambdaValidator.with(
          (key, value) -> {
            if (value instanceof String text && ListenAddress.parse(text) == null) {
              throw new ConfigException(key, text, NO_ADDRESS);
            }
          },
          () -> "HOST:PORT");

  static final ConfigDef DEFINITION = withSecurity(withLimits(withTopics(new ConfigDef())));

  private final AbstractConfig values;

  /**
   * @throws org.apache.kafka.common.config.ConfigException if a value cannot be
   */
  OtlpSourceConfig(Map<String, String> properties) {
    values = new AbstractConfig(DEFINITION, properties, false);
  }

  private static ConfigDef withTopics(ConfigDef keys) {
    return keys.define(
            LISTEN,
            ConfigDef.Type.STRING,
            "127.0.0.1:4318",
            IS_ADDRESS,
            Importance.HIGH,
            "Address and port for gRPC and HTTP alike. By default only this machine can reach it;"
                + " 0.0.0.0:4318 is all of its addresses.")
        .define(
            TRACES_TOPIC,
            ConfigDef.Type.STRING,
            "otlp_spans",
            new NonEmptyString(),
            Importance.HIGH,
            "Topic for requests with spans.")
        .define(
            METRICS_TOPIC,
            ConfigDef.Type.STRING,
            "otlp_metrics",
            new NonEmptyString(),
            Importance.HIGH,
            "Topic for requests with metrics.")
        .define(
            LOGS_TOPIC,
            ConfigDef.Type.STRING,
            "otlp_logs",
            new NonEmptyString(),
            Importance.HIGH,
            "Topic for requests with log records.")
        .define(
            PARTITION_TRACES_BY_ID,
            ConfigDef.Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether each trace of a request becomes a record of its own, in protobuf, with its id"
                + " (32 lower-case hex digits) as key: what the Collector's Kafka exporter does with"
                + " partition_traces_by_id. Spanmill does not need it.")
        .define(
            TRACES_PARTITIONS,
            ConfigDef.Type.INT,
            0,
            Range.atLeast(0),
            Importance.MEDIUM,
            "How many partitions traces.topic has, if each request is to become one record for each"
                + " of them that its traces belong to by Spanmill's own rule, written there. That is"
                + " what input.partitioned_by: trace_id reads; it has to be exactly that many. 0: no.");
  }

  private static ConfigDef withLimits(ConfigDef keys) {
    Limits standard = Limits.STANDARD;
    return keys.define(
            ANSWER_TIMEOUT,
            ConfigDef.Type.INT,
            (int) standard.answerTime().toMillis(),
            Range.between(100, 600_000),
            Importance.MEDIUM,
            "How long, in milliseconds, from a request's headers to its answer. A sender whose"
                + " request Kafka has not confirmed by then is told to send it again. Should be"
                + " below the timeout of the exporters, which is 10 s by default.")
        .define(
            MAX_REQUEST,
            ConfigDef.Type.INT,
            standard.wireBytes(),
            Range.atLeast(1_000),
            Importance.MEDIUM,
            "Largest request as it comes, in bytes.")
        .define(
            MAX_UNPACKED,
            ConfigDef.Type.INT,
            standard.requestBytes(),
            Range.atLeast(1_000),
            Importance.MEDIUM,
            "Largest request when it is unpacked, in bytes.")
        .define(
            MAX_RECORD,
            ConfigDef.Type.INT,
            standard.recordBytes(),
            Range.atLeast(1_000),
            Importance.MEDIUM,
            "Largest value of a record, in bytes; larger requests become several records. To be"
                + " raised together with producer.override.max.request.size and the topic's"
                + " max.message.bytes, and always a little below both.")
        .define(
            MAX_WAITING,
            ConfigDef.Type.LONG,
            standard.memoryBytes(),
            Range.atLeast(1_000),
            Importance.MEDIUM,
            "How many bytes of requests, over all senders, may be in memory until Kafka has"
                + " confirmed them. Whoever comes beyond that is told to come again.")
        .define(
            MAX_CONNECTIONS,
            ConfigDef.Type.INT,
            standard.connections(),
            Range.atLeast(1),
            Importance.LOW,
            "How many connections may be open; more wait until others are closed.");
  }

  private static ConfigDef withSecurity(ConfigDef keys) {
    return keys.define(
            TLS_CERTIFICATE,
            ConfigDef.Type.STRING,
            null,
            Importance.MEDIUM,
            "PEM file with the server's certificate and those between it and its authority. With"
                + " it, and its key, the port speaks TLS only.")
        .define(
            TLS_KEY,
            ConfigDef.Type.STRING,
            null,
            Importance.MEDIUM,
            "PEM file with the certificate's key (PKCS #8, without a passphrase).")
        .define(
            TLS_CLIENT_AUTHORITIES,
            ConfigDef.Type.STRING,
            null,
            Importance.MEDIUM,
            "PEM file with the authorities of clients' certificates. With it, every client has to"
                + " show one (mutual TLS).")
        .define(
            BEARER_TOKEN,
            ConfigDef.Type.PASSWORD,
            null,
            Importance.MEDIUM,
            "Token that every request has to bring (Authorization: Bearer …). Take it from one of"
                + " the worker's config.providers.");
  }

  Topics topics() {
    return new Topics(
        values.getString(TRACES_TOPIC),
        values.getString(METRICS_TOPIC),
        values.getString(LOGS_TOPIC));
  }

  ReceiverConfig receiver() {
    String listen = values.getString(LISTEN);
    ListenAddress address = ListenAddress.parse(listen);
    if (address == null) {
      throw new ConfigException(LISTEN, listen, NO_ADDRESS);
    }
    Password token = values.getPassword(BEARER_TOKEN);
    return new ReceiverConfig(
        address, limits(), division(), tls(), token == null ? null : token.value());
  }

  private Division division() {
    boolean byTrace = values.getBoolean(PARTITION_TRACES_BY_ID);
    int partitions = values.getInt(TRACES_PARTITIONS);
    if (byTrace && partitions > 0) {
      throw new ConfigException(
          TRACES_PARTITIONS, partitions, "cannot be set with " + PARTITION_TRACES_BY_ID);
    }
    return new Division(byTrace, partitions);
  }

  private Limits limits() {
    return new Limits(
        values.getInt(MAX_REQUEST),
        values.getInt(MAX_UNPACKED),
        values.getInt(MAX_RECORD),
        values.getLong(MAX_WAITING),
        values.getInt(MAX_CONNECTIONS),
        Duration.ofMillis(values.getInt(ANSWER_TIMEOUT)));
  }

  private @Nullable TlsFiles tls() {
    String certificate = values.getString(TLS_CERTIFICATE);
    String key = values.getString(TLS_KEY);
    if (certificate == null || key == null) {
      return null;
    }
    String authorities = values.getString(TLS_CLIENT_AUTHORITIES);
    return new TlsFiles(
        Path.of(certificate), Path.of(key), authorities == null ? null : Path.of(authorities));
  }
}
