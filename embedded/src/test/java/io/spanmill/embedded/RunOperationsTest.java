package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What whoever runs it sees: probes, metrics, logs, and how it ends. */
@Timeout(180)
final class RunOperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern LISTENS = Pattern.compile("runs; http://(127\\.0\\.0\\.1:\\d+)");

  private @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private BrokerProcess broker;
  private Path log;

  @BeforeEach
  void startBroker() throws Exception {
    log = directory.resolve("run.log");
    broker = BrokerProcess.start(directory.resolve("kafka"));
    new KafkaAccess(broker.bootstrapServers()).createTopic("otlp_spans", 2, Map.of());
  }

  @AfterEach
  void killBroker() {
    broker.kill();
  }

  @Test
  void isReadyTellsEverythingAndEndsInPeace() throws Exception {
    try (RunProcess run = start("25s")) {
      String address = awaitReady(run);
      assertThat(get(address, "/live").body()).isEqualTo("live\n");
      sendRubbish();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(get(address, "/metrics").body())
                      .containsPattern(
                          "dead_letters_total\\{reason=\"malformed_request\",task_id=\"0_0\"} 1\n")
                      .contains("spanmill_lag_records{partition=\"1\",topic=\"otlp_spans\"} 0\n"));

      assertThat(run.terminate()).as("exit code after SIGTERM").isZero();
      assertThat(Files.readAllLines(log, UTF_8))
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("{\"timestamp\":\"2")
                      .contains("\"level\":\"", "\"logger\":\"", "\"thread\":\"", "\"message\":\"")
                      .endsWith("\"}"))
          .anySatisfy(line -> assertThat(line).contains("\"message\":\"spanmill has stopped\""));
    }
  }

  @Test
  void endsWithinTheBoundWhenKafkaIsGone() throws Exception {
    try (RunProcess run = start("2s")) {
      awaitReady(run);
      broker.kill();

      assertThat(run.terminate()).as("exit code after SIGTERM").isEqualTo(1);
      assertThat(Files.readString(log)).contains("not closed within 2000 ms (shutdown.timeout)");
    }
  }

  @Test
  void aSecondSignalEndsItAtOnce() throws Exception {
    try (RunProcess run = start("10h")) {
      awaitReady(run);
      broker.kill();
      ProcessHandle.of(run.pid()).orElseThrow().destroy();
      await().atMost(PATIENCE).until(() -> Files.readString(log).contains("spanmill stops"));

      assertThat(run.terminate()).as("exit code after two SIGTERMs").isEqualTo(1);
    }
  }

  private RunProcess start(String timeout) throws IOException {
    return RunProcess.start(config(timeout), List.of("-Xmx320m"), Map.of(), log);
  }

  private String awaitReady(RunProcess run) {
    String address = await().atMost(PATIENCE).until(() -> address(run), found -> !found.isEmpty());
    await().atMost(PATIENCE).until(() -> get(address, "/ready").statusCode() == 200);
    return address;
  }

  private String address(RunProcess run) throws IOException {
    String said = Files.readString(log);
    assertThat(run.isAlive()).as(said).isTrue();
    Matcher matcher = LISTENS.matcher(said);
    return matcher.find() ? matcher.group(1) : "";
  }

  private HttpResponse<String> get(String address, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private void sendRubbish() throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            new KafkaAccess(broker.bootstrapServers()).properties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("otlp_spans", 0, null, "rubbish".getBytes(UTF_8))).get();
    }
  }

  private Path config(String timeout) throws IOException {
    return Files.write(
        directory.resolve("spanmill.yaml"),
        List.of(
            "state_dir: '" + directory.resolve("state") + "'",
            "partitions: 2",
            "http: { listen: '127.0.0.1:0', ready_lag: 30s }",
            "shutdown: { timeout: " + timeout + " }",
            "logging: { format: json }",
            "kafka: { bootstrap.servers: '" + broker.bootstrapServers() + "' }",
            "assembly: { memory: 100MiB }"));
  }
}
