package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spanmill.embedded.BrokerProcess;
import io.spanmill.embedded.KafkaAccess;
import io.spanmill.receiver.Requests;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose Kafka is killed, and comes back. */
final class KafkaAwayWorkerTest {
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @Test
  void sendersAreToldToComeAgainUntilItIsBack() throws Exception {
    assumeTrue(ConnectWorker.isPackaged(), "skipped: needs the packaged plugin (mvn verify)");
    Path data = folder.resolve("kafka");
    BrokerProcess broker = BrokerProcess.start(data);
    port = ConnectWorker.freePort();
    Path connector =
        ConnectWorker.connector(
            folder, "away", Map.of("listen", "127.0.0.1:" + port, "answer.timeout.ms", "1000"));
    KafkaAccess access = new KafkaAccess(broker.bootstrapServers());
    access.createTopic("otlp_spans", 1, Map.of());
    try (ConnectWorker worker =
        ConnectWorker.standalone(folder, broker.bootstrapServers(), connector)) {
      worker.awaitTask("away", "RUNNING");
      assertThat(send("before").statusCode()).isEqualTo(200);

      broker.kill();
      HttpResponse<String> away = send("away");
      broker = BrokerProcess.start(data);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> send("after").statusCode() == 200);

      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(away.body()).contains("not confirmed within 1000 ms; try again");
      assertThat(services(access)).contains("before", "after");
    } finally {
      broker.close();
    }
  }

  private HttpResponse<String> send(String service) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Requests.spans(service, 1)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Set<String> services(KafkaAccess access) {
    Set<String> found = new HashSet<>();
    access.readAll(
        "otlp_spans",
        record -> {
          String value = new String(record.value(), StandardCharsets.ISO_8859_1);
          List.of("before", "away", "after").stream().filter(value::contains).forEach(found::add);
        });
    return found;
  }
}
