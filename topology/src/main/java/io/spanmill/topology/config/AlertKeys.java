package io.spanmill.topology.config;

import io.spanmill.alerts.Objective;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those of {@link Keys} that are about alerts. */
final class AlertKeys {
  static final Key<Duration> WINDOW =
      new Key<>(
          "alerts.window",
          ValueType.DURATION,
          "30s",
          "How often objectives are judged, in event time: a multiple of the windows of RED and edges.");
  static final Key<Duration> DELAY =
      new Key<>(
          "alerts.delay",
          ValueType.DURATION_OR_NONE,
          "30s",
          "How long after a window its judgement waits for spans that come late.");
  static final Key<Integer> MAX_SERIES =
      new Key<>(
          "alerts.max_series",
          ValueType.COUNT,
          "2000",
          "Pairs of an objective and a service, operation, call or error group that are watched.");
  static final Key<List<Objective>> OBJECTIVES =
      new Key<>(
          "alerts.objectives",
          ValueType.OBJECTIVES,
          "[]",
          "What is to be watched (docs/alerts.md); none for no alerts.");

  static final Key<Optional<URI>> WEBHOOK_URL =
      new Key<>(
          "alerts.webhook",
          ValueType.ENDPOINT,
          "",
          "Where alerts are posted in Alertmanager's form, such as http://alertmanager:9093/api/v2/alerts."
              + " Empty: nowhere.");
  static final Key<Map<String, Place>> WEBHOOK_HEADERS =
      new Key<>(
          "alerts.webhook_headers",
          ValueType.HEADERS,
          "{}",
          "Sent with every alert, such as authorization; with ${env:NAME} and ${file:/path} filled in,"
              + " and never shown.");
  static final Key<Duration> WEBHOOK_TIMEOUT =
      new Key<>("alerts.webhook_timeout", ValueType.DURATION, "10s", "Of one attempt, at most 2m.");
  static final Key<Duration> WEBHOOK_REPEAT =
      new Key<>(
          "alerts.webhook_repeat",
          ValueType.DURATION,
          "1m",
          "How often it is said again of what fires that it does.");
  static final Key<Optional<Path>> WEBHOOK_CA_FILE =
      new Key<>(
          "alerts.webhook_ca_file",
          ValueType.FILE,
          "",
          "PEM file of the authorities that the receiver's certificate may be signed by."
              + " Empty: those that Java trusts.");
  static final Key<String> WEBHOOK_LINK =
      new Key<>(
          "alerts.webhook_link",
          ValueType.TEXT,
          "",
          "Where people find a trace, such as http://jaeger:16686/trace/{trace_id}: the generatorURL"
              + " of alerts.");

  /** In the order in which they are shown. */
  static final List<Key<?>> ALL =
      List.of(
          WINDOW,
          DELAY,
          MAX_SERIES,
          OBJECTIVES,
          WEBHOOK_URL,
          WEBHOOK_HEADERS,
          WEBHOOK_TIMEOUT,
          WEBHOOK_REPEAT,
          WEBHOOK_CA_FILE,
          WEBHOOK_LINK);

  private AlertKeys() {}
}
