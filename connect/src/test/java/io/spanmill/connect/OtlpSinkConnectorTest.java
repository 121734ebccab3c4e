package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.exporter.BackEnd;
import io.spanmill.exporter.Protocol;
import io.spanmill.otlp.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

final class OtlpSinkConnectorTest {
  private static Map<String, String> properties(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("topics", "spanmill-traces");
    properties.put("endpoint", "http://uptrace:14318");
    properties.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    properties.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    properties.put("consumer.override.isolation.level", "read_committed");
    properties.putAll(more);
    return properties;
  }

  private static List<String> errors(Map<String, String> properties) {
    return new OtlpSinkConnector()
        .validate(properties).configValues().stream()
            .flatMap(value -> value.errorMessages().stream())
            .toList();
  }

  @Test
  void theManualHasEveryKey() throws IOException {
    String table =
        OtlpSinkConfig.DEFINITION.configKeys().values().stream()
            .map(OtlpSinkConnectorTest::row)
            .collect(Collectors.joining());

    assertThat(Files.readString(Path.of("..", "docs", "connect.md")))
        .contains("| key | default | meaning |\n|---|---|---|\n" + table + "\n");
  }

  private static String row(ConfigDef.ConfigKey key) {
    Object value = key.defaultValue;
    boolean none = value == null || !key.hasDefault();
    String shown = value instanceof List<?> list ? text(list) : String.valueOf(value);
    return "| `"
        + key.name
        + "` | "
        + (none || shown.isEmpty() ? "" : "`" + shown + "`")
        + " | "
        + key.documentation
        + " |\n";
  }

  private static String text(List<?> list) {
    return list.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  @Test
  void theExampleIsValid() throws IOException {
    Map<String, String> example = new TreeMap<>();
    ConnectWorker.example("otlp-sink.properties")
        .forEach((key, value) -> example.put(key.toString(), value.toString()));

    assertThat(errors(example)).isEmpty();
  }

  @Test
  void settingsReachTheBackEnd() {
    OtlpSinkConfig config =
        new OtlpSinkConfig(
            properties(
                Map.of(
                    "protocol", "grpc",
                    "headers", "uptrace-dsn=http://a@b?grpc=1, x-a=1%2C2+3",
                    "compression", "none",
                    "timeout.ms", "5000",
                    "logs.topics", "logs",
                    "tls.authorities", "ca.crt")));
    BackEnd backEnd = config.backEnd();

    assertThat(backEnd.protocol()).isEqualTo(Protocol.GRPC);
    assertThat(backEnd.headers())
        .isEqualTo(Map.of("uptrace-dsn", "http://a@b?grpc=1", "x-a", "1,2+3"));
    assertThat(backEnd.gzip()).isFalse();
    assertThat(backEnd.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(backEnd.tls().authorities()).hasToString("ca.crt");
    assertThat(config.signals())
        .isEqualTo(
            Map.of(
                "spanmill-traces", Signal.TRACES,
                "spanmill-metrics", Signal.METRICS,
                "logs", Signal.LOGS));
  }

  @Test
  void whatCannotBeIsReportedInOneLineEach() {
    assertThat(errors(properties(Map.of()))).isEmpty();
    Map<String, String> bare = properties(Map.of());
    bare.keySet().removeIf(key -> key.contains("override") || key.equals("value.converter"));
    assertThat(errors(bare))
        .containsExactly(
            "value.converter has to be org.apache.kafka.connect.converters.ByteArrayConverter in"
                + " the connector's configuration, but is not set, so that the worker's would be"
                + " used",
            "consumer.override.isolation.level has to be read_committed in the connector's"
                + " configuration, but is not set, so that what was aborted would be pushed");
    assertThat(errors(properties(Map.of("topics", "spanmill-traces, other"))))
        .containsExactly(
            "traces.topics and metrics.topics and logs.topics: other of topics has to be in one of"
                + " them, but is in 0");
    assertThat(errors(properties(Map.of("tls.key", "a.key"))))
        .containsExactly("tls.certificate is missing: TLS needs the certificate and its key");
    assertThat(errors(properties(Map.of("retry.max.ms", "10"))))
        .containsExactly("retry.max.ms is less than retry.initial.ms: 1000");
    assertThat(errors(properties(Map.of("endpoint", "uptrace:14318"))))
        .containsExactly(
            "Invalid value uptrace:14318 for configuration endpoint: is not http(s)://HOST:PORT"
                + " (e.g. http://uptrace:4318)");
    assertThat(errors(properties(Map.of("headers", "hunter2"))))
        .containsExactly("headers is not name=value,name=value (a comma in a value is %2C)");
    assertThat(errors(properties(Map.of("headers", "Host=x"))))
        .containsExactly("headers: Host is set by the sink itself");
    assertThat(errors(properties(Map.of("protocol", "http/json")))).hasSize(1);
  }

  @Test
  void tasksShareThePartitions() {
    OtlpSinkConnector connector = new OtlpSinkConnector();
    connector.start(Map.of("endpoint", "http://x:1"));

    assertThat(connector.taskConfigs(3)).containsOnly(Map.of("endpoint", "http://x:1")).hasSize(3);
    assertThat(connector.taskClass()).isEqualTo(OtlpSinkTask.class);
  }

  @Test
  void aFileThatIsMissingFailsTheTaskByName() {
    assertThatThrownBy(
            () -> new OtlpSinkTask().start(properties(Map.of("tls.authorities", "/no/such.crt"))))
        .isInstanceOf(ConnectException.class)
        .hasMessage("/no/such.crt: cannot be read (NoSuchFileException)");
  }
}
