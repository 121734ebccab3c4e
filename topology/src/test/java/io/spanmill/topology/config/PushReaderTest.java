package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.exporter.BackEnd;
import io.spanmill.exporter.Protocol;
import io.spanmill.otlp.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where and how is pushed. */
final class PushReaderTest {
  private static LoadedConfig read(String push, Map<String, String> environment) {
    return new ConfigReader(environment, "host", 1L << 30)
        .readText("spanmill.yaml", "metrics: {export: delta}\npush: " + push);
  }

  private static BackEnd backEnd(LoadedConfig loaded) {
    BackEnd backEnd = loaded.config().push().backEnd();
    assertThat(backEnd).isNotNull();
    return backEnd;
  }

  @Test
  void theManualHasEveryKey() throws IOException {
    String table =
        Keys.ALL.stream()
            .filter(key -> key.section().equals("push"))
            .map(PushReaderTest::row)
            .collect(Collectors.joining());

    assertThat(Files.readString(Path.of("..", "docs", "pushing.md")))
        .contains("| key | default | meaning |\n|---|---|---|\n" + table + "\n");
  }

  private static String row(Key<?> key) {
    String shown = key.standard().isEmpty() ? "" : "`" + key.standard() + "`";
    return "| `" + key.path() + "` | " + shown + " | " + key.meaning() + " |\n";
  }

  @Test
  void nothingIsPushedUnlessSaid() {
    assertThat(read("{}", Map.of()).config().push().backEnd()).isNull();
  }

  @Test
  void uptraceNeedsAnEndpointAndAHeader() {
    LoadedConfig loaded =
        read(
            "{endpoint: 'http://uptrace:14318', headers: {uptrace-dsn: '${env:DSN}'}}",
            Map.of("DSN", "http://token@uptrace:14318?grpc=14317"));

    assertThat(backEnd(loaded).headers())
        .containsExactly(Map.entry("uptrace-dsn", "http://token@uptrace:14318?grpc=14317"));
    assertThat(backEnd(loaded).protocol()).isEqualTo(Protocol.HTTP_PROTOBUF);
    assertThat(backEnd(loaded).gzip()).isTrue();
    assertThat(loaded.config().push().signals()).containsExactly(Signal.TRACES, Signal.METRICS);
    assertThat(loaded.notes()).isEmpty();
    assertThat(loaded.value("push.headers")).isEqualTo("***");
    assertThat(loaded.config().push().toString()).doesNotContain("token");
  }

  @Test
  void everythingCanBeSetInTheEnvironment() {
    LoadedConfig loaded =
        read(
            "{}",
            Map.of(
                "SPANMILL_PUSH_ENDPOINT", "https://tempo:4317",
                "SPANMILL_PUSH_PROTOCOL", "grpc",
                "SPANMILL_PUSH_HEADERS", "{x-scope-orgid: hunter2}",
                "SPANMILL_PUSH_CA_FILE", "/etc/ca.pem",
                "SPANMILL_PUSH_SIGNALS", "traces"));

    assertThat(backEnd(loaded).protocol()).isEqualTo(Protocol.GRPC);
    assertThat(backEnd(loaded).headers()).containsEntry("x-scope-orgid", "hunter2");
    assertThat(backEnd(loaded).tls().authorities()).isEqualTo(Path.of("/etc/ca.pem"));
    assertThat(loaded.config().push().signals()).containsExactly(Signal.TRACES);
    assertThat(loaded.settings().toString()).doesNotContain("hunter2");
  }

  @Test
  void aSecretThatStandsInTheFileIsNoted() {
    LoadedConfig loaded =
        read(
            "{endpoint: 'http://x:1', headers: {authorization: Bearer hunter2, x-tenant: shop}}",
            Map.of());

    assertThat(loaded.notes())
        .containsExactly(
            "spanmill.yaml: push.headers.authorization: a secret that stands in the file;"
                + " ${env:NAME} takes it from the environment, ${file:/path} from a file");
  }

  @Test
  void metricsThatNobodyMakesAreNoted() {
    LoadedConfig loaded =
        new ConfigReader(Map.of(), "host", 1L << 30)
            .readText("spanmill.yaml", "push: {endpoint: 'http://x:1', signals: [metrics]}");

    assertThat(loaded.config().push().signals()).isEmpty();
    assertThat(loaded.notes())
        .containsExactly(
            "spanmill.yaml: push.signals: there are no metrics to push, as metrics.export is none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{endpoint: 'uptrace:4318'} | push.endpoint: \"uptrace:4318\" is not http(s)://HOST:PORT"
            + " (e.g. http://uptrace:4318)",
        "{endpoint: 'http://me@x:1'} | push.endpoint: \"http://me@x:1\" has a user in it, whom"
            + " everybody would see: use a header",
        "{endpoint: 'http://x:1/?a=b'} | push.endpoint: \"http://x:1/?a=b\" has a query or a"
            + " fragment: is not http(s)://HOST:PORT (e.g. http://uptrace:4318)",
        "{protocol: http/json} | push.protocol: \"http/json\" is not one of http/protobuf, grpc",
        "{signals: [logs]} | push.signals: \"logs\" is not one of traces, metrics",
        "{signals: []} | push.signals: has to name traces, metrics or both",
        "{endpoint: 'http://x:1', headers: {a b: c}} | push.headers.a b: is not the name of a header",
        "{endpoint: 'http://x:1', headers: {Host: c}} | push.headers.Host: is set by Spanmill itself",
        "{endpoint: 'http://x:1', headers: {a: 'ü'}} | push.headers.a: is not the value of a header:"
            + " printable ASCII in one line",
        "{endpoint: 'http://x:1', headers: {a: '${env:A}'}} | push.headers.a: ${env:A}: there is no"
            + " such variable in the environment",
        "{endpoint: 'http://x:1', headers: [a]} | push.headers: must be a mapping (key: value), but"
            + " is a list",
        "{endpoint: 'http://x:1', cert_file: a.pem} | push.key_file: is missing: a certificate"
            + " needs its key",
        "{endpoint: 'http://x:1', timeout: 3m} | push.timeout: is more than 2m",
        "{batch_time: 11s} | push.batch_time: is more than 10s",
        "{batch_bytes: 65MiB} | push.batch_bytes: \"65MiB\" is more than 64MiB",
        "{retry_max: 10ms} | push.retry_max: is less than push.retry_initial",
        "{compression: zstd} | push.compression: \"zstd\" is not one of gzip, none",
        "{endpont: x} | push.endpont: unknown key; did you mean endpoint?"
      })
  void whatCannotBeIsOneLine(String push, String problem) {
    assertThatThrownBy(() -> read(push, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("spanmill.yaml: " + problem);
  }
}
