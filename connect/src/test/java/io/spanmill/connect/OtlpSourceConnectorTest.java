package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.embedded.CapturedRequests;
import io.spanmill.receiver.Division;
import io.spanmill.receiver.Limits;
import io.spanmill.receiver.ReceiverConfig;
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
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class OtlpSourceConnectorTest {
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

  private static List<String> errors(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("key.converter", BYTES);
    properties.put("value.converter", BYTES);
    properties.putAll(more);
    return new OtlpSourceConnector()
        .validate(properties).configValues().stream()
            .flatMap(value -> value.errorMessages().stream())
            .toList();
  }

  @Test
  void theManualHasEveryKey() throws IOException {
    String table =
        OtlpSourceConfig.DEFINITION.configKeys().values().stream()
            .map(OtlpSourceConnectorTest::row)
            .collect(Collectors.joining());

    assertThat(Files.readString(Path.of("..", "docs", "connect.md")))
        .contains("| key | default | meaning |\n|---|---|---|\n" + table + "\n");
  }

  private static String row(ConfigDef.ConfigKey key) {
    Object value = key.defaultValue;
    String shown = value == null ? "" : "`" + value + "`";
    return "| `" + key.name + "` | " + shown + " | " + key.documentation + " |\n";
  }

  @Test
  void theExamplesAreValid() throws IOException {
    Map<String, String> properties = new TreeMap<>();
    ConnectWorker.example("otlp-source.properties")
        .forEach((key, value) -> properties.put(key.toString(), value.toString()));
    assertThat(errors(properties)).isEmpty();
    properties.remove("name");
    assertThat(
            CapturedRequests.flat(
                Files.readString(Path.of("..", "deploy", "connect", "otlp-source.json"))))
        .isEqualTo(properties);
  }

  @Test
  void withoutASettingItListensToThisMachineOnly() {
    ReceiverConfig config = new OtlpSourceConfig(Map.of()).receiver();

    assertThat(config).hasToString("127.0.0.1:4318");
    assertThat(config.limits()).isEqualTo(Limits.STANDARD);
    assertThat(config.tls()).isNull();
    assertThat(config.token()).isNull();
    assertThat(errors(Map.of())).isEmpty();
  }

  @Test
  void settingsReachTheReceiver() {
    OtlpSourceConfig config =
        new OtlpSourceConfig(
            Map.of(
                "listen", "[::1]:4317",
                "traces.topic", "spans",
                "partition.traces.by.id", "true",
                "answer.timeout.ms", "5000",
                "max.record.bytes", "2000000",
                "tls.certificate", "a.crt",
                "tls.key", "a.key",
                "tls.client.authorities", "ca.crt",
                "bearer.token", "s3cret"));

    ReceiverConfig receiver = config.receiver();
    assertThat(config.topics()).isEqualTo(new Topics("spans", "otlp_metrics", "otlp_logs"));
    assertThat(receiver.address().host()).isEqualTo("::1");
    assertThat(receiver.division()).isEqualTo(Division.BY_TRACE);
    assertThat(receiver.limits().answerTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(receiver.limits().recordBytes()).isEqualTo(2_000_000);
    assertThat(receiver.tls().clientAuthorities()).hasToString("ca.crt");
    assertThat(receiver.token()).isEqualTo("s3cret");
  }

  @Test
  void whatDoesNotFitTogetherIsReportedAtItsKey() {
    assertThat(errors(Map.of("tls.certificate", "a.crt")))
        .containsExactly("tls.key is missing: TLS needs the certificate and its key");
    assertThat(errors(Map.of("tls.key", "a.key")))
        .containsExactly("tls.certificate is missing: TLS needs the certificate and its key");
    assertThat(errors(Map.of("tls.client.authorities", "ca.crt")))
        .containsExactly("tls.client.authorities needs tls.certificate and tls.key");
    assertThat(errors(Map.of("traces.partitions", "8"))).isEmpty();
    assertThat(errors(Map.of("traces.partitions", "8", "partition.traces.by.id", "true")))
        .containsExactly("traces.partitions cannot be set together with partition.traces.by.id");
    assertThat(errors(Map.of("max.waiting.bytes", "30000000")))
        .containsExactly(
            "max.waiting.bytes is 30000000, but has to be at least max.request.bytes and"
                + " max.unpacked.bytes together, which is 41943040");
    assertThat(errors(Map.of("max.record.bytes", "2000000")))
        .containsExactly(
            "max.record.bytes is 2000000, but has to be at least 200 below"
                + " producer.override.max.request.size, which is 1048576");
    assertThat(
            errors(
                Map.of(
                    "max.record.bytes", "2000000",
                    "producer.override.max.request.size", "3000000")))
        .isEmpty();
    assertThat(errors(Map.of("listen", "4318"))).hasSize(1);
  }

  @Test
  void eachTaskListens() {
    OtlpSourceConnector connector = new OtlpSourceConnector();
    connector.start(Map.of("listen", "127.0.0.1:0"));

    assertThat(connector.taskConfigs(3)).containsOnly(Map.of("listen", "127.0.0.1:0")).hasSize(3);
    assertThat(connector.taskClass()).isEqualTo(OtlpSourceTask.class);
  }

  @Test
  void aFileThatIsMissingFailsTheTaskByName() {
    OtlpSourceTask task = new OtlpSourceTask();

    Assertions.assertThatThrownBy(
            () ->
                task.start(
                    Map.of(
                        "listen", "127.0.0.1:0",
                        "tls.certificate", "/no/such.crt",
                        "tls.key", "/no/such.key")))
        .isInstanceOf(ConnectException.class)
        .hasMessage("/no/such.crt: cannot be read (NoSuchFileException)");
  }
}
