package io.spanmill.topology.config;

import io.spanmill.exporter.Protocol;
import io.spanmill.otlp.Signal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those of {@link Keys} that are about pushing to a back-end. */
final class PushKeys {
  static final Key<Optional<URI>> ENDPOINT =
      new Key<>(
          "push.endpoint",
          ValueType.ENDPOINT,
          "",
          "A back-end that takes OTLP: kept traces, and metrics, are pushed there. Empty: nothing is.");
  static final Key<Protocol> PROTOCOL =
      new Key<>(
          "push.protocol",
          ValueType.PROTOCOL,
          "http/protobuf",
          "What the back-end speaks there: mostly HTTP at port 4318, gRPC at 4317.");
  static final Key<List<Signal>> SIGNALS =
      new Key<>(
          "push.signals",
          ValueType.SIGNALS,
          "traces, metrics",
          "What is pushed; metrics only if metrics.export makes some.");
  static final Key<Map<String, Place>> HEADERS =
      new Key<>(
          "push.headers",
          ValueType.HEADERS,
          "{}",
          "Sent with every request, such as uptrace-dsn or authorization; with ${env:NAME} and"
              + " ${file:/path} filled in, and never shown.");
  static final Key<PushConfig.Compression> COMPRESSION =
      new Key<>("push.compression", ValueType.COMPRESSION, "gzip", "How requests are packed.");
  static final Key<Duration> TIMEOUT =
      new Key<>(
          "push.timeout",
          ValueType.DURATION,
          "10s",
          "Of one attempt, at most 2m; one that has failed is made again.");
  static final Key<Optional<Path>> CA_FILE =
      new Key<>(
          "push.ca_file",
          ValueType.FILE,
          "",
          "PEM file of the authorities that the back-end's certificate may be signed by."
              + " Empty: those that Java trusts.");
  static final Key<Optional<Path>> CERT_FILE =
      new Key<>(
          "push.cert_file", ValueType.FILE, "", "PEM file of a certificate to show; with its key.");
  static final Key<Optional<Path>> KEY_FILE =
      new Key<>(
          "push.key_file",
          ValueType.FILE,
          "",
          "PEM file of its key: PKCS #8, without a passphrase.");
  static final Key<Integer> BATCH_BYTES =
      new Key<>(
          "push.batch_bytes",
          ValueType.BATCH_SIZE,
          "2MiB",
          "Largest request, unpacked; a trace that is larger goes alone. Many gRPC servers take 4 MiB.");
  static final Key<Integer> BATCH_RECORDS =
      new Key<>("push.batch_records", ValueType.COUNT, "500", "Most records in a request.");
  static final Key<Duration> BATCH_TIME =
      new Key<>(
          "push.batch_time",
          ValueType.DURATION,
          "1s",
          "How long, at most 10s, records wait for others to fill a request.");
  static final Key<Duration> RETRY_INITIAL =
      new Key<>(
          "push.retry_initial",
          ValueType.DURATION,
          "1s",
          "Before the second attempt; twice as long before each one after it.");
  static final Key<Duration> RETRY_MAX =
      new Key<>(
          "push.retry_max",
          ValueType.DURATION,
          "30s",
          "Longest time between two attempts, unless the back-end asks for more. They never end:"
              + " meanwhile Kafka keeps what waits.");

  /** In the order in which they are shown. */
  static final List<Key<?>> ALL =
      List.of(
          ENDPOINT,
          PROTOCOL,
          SIGNALS,
          HEADERS,
          COMPRESSION,
          TIMEOUT,
          CA_FILE,
          CERT_FILE,
          KEY_FILE,
          BATCH_BYTES,
          BATCH_RECORDS,
          BATCH_TIME,
          RETRY_INITIAL,
          RETRY_MAX);

  private PushKeys() {}
}
