package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
  private static final Duration PATIENCE = ObservedRun.PATIENCE;

  private @TempDir Path directory;
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
    try (ObservedRun run = start("peaceful", "25s", log)) {
      run.awaitReady();
      assertThat(run.get("/live").body()).isEqualTo("live\n");
      sendRubbish();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(run.get("/metrics").body())
                      .containsPattern(
                          "dead_letters_total\\{reason=\"malformed_request\",task_id=\"0_0\"} 1\n")
                      .contains("spanmill_lag_records{partition=\"1\",topic=\"otlp_spans\"} 0\n"));

      assertThat(run.process().terminate()).as("exit code after SIGTERM").isZero();
      assertThat(Files.readAllLines(log, UTF_8))
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("{\"timestamp\":\"2")
                      .contains("\"level\":\"", "\"logger\":\"", "\"thread\":\"", "\"message\":\"")
                      .endsWith("\"}"))
          .anySatisfy(line -> assertThat(line).contains("\"message\":\"peaceful has stopped\""));
    }
  }

  @Test
  void endsWithinTheBoundWhenKafkaIsGoneAndAtASecondSignalAtOnce() throws Exception {
    Path otherLog = directory.resolve("other.log");
    try (ObservedRun bounded = start("bounded", "2s", log);
        ObservedRun endless = start("endless", "10h", otherLog)) {
      bounded.awaitReady();
      endless.awaitReady();
      broker.kill();

      assertThat(bounded.process().terminate()).as("exit code after SIGTERM").isEqualTo(1);
      assertThat(Files.readString(log)).contains("not closed within 2000 ms (shutdown.timeout)");

      ProcessHandle.of(endless.process().pid()).orElseThrow().destroy();
      await().atMost(PATIENCE).until(() -> Files.readString(otherLog).contains("endless stops"));
      assertThat(endless.process().terminate()).as("exit code after two SIGTERMs").isEqualTo(1);
    }
  }

  private ObservedRun start(String name, String timeout, Path log) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    return ObservedRun.start(config(name, timeout), folder, log);
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

  private List<String> config(String name, String timeout) {
    return List.of(
        "name: " + name,
        "state_dir: '" + directory.resolve("state") + "'",
        "partitions: 2",
        "http: { listen: '127.0.0.1:0', ready_lag: 30s }",
        "shutdown: { timeout: " + timeout + " }",
        "logging: { format: json }",
        "kafka: { bootstrap.servers: '" + broker.bootstrapServers() + "' }",
        "assembly: { memory: 100MiB }");
  }
}
