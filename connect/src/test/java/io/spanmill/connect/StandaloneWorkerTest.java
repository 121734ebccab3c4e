package io.spanmill.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.spanmill.embedded.EmbeddedKafka;
import io.spanmill.embedded.KafkaAccess;
import io.spanmill.receiver.Identity;
import io.spanmill.receiver.Requests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker on its own whose default is JSON, with several connectors: that of the examples, one
 * with two tasks, one that filters everything, one whose records Kafka refuses.
 */
final class StandaloneWorkerTest {
  private static final String PROTOBUF = "application/x-protobuf";

  @TempDir private static Path folder;
  private static EmbeddedKafka kafka;
  private static KafkaAccess access;
  private static ConnectWorker worker;
  private static int plain;
  private static int twice;
  private static int filtered;
  private static int refused;
  private static int secure;
  private static Identity identity;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(ConnectWorker.isPackaged(), "skipped: needs the packaged plugin (mvn verify)");
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    access = new KafkaAccess(kafka.bootstrapServers());
    for (String topic : List.of("otlp_spans", "otlp_metrics", "otlp_logs", "by_trace", "secure")) {
      access.createTopic(topic, 2, Map.of());
    }
    access.createTopic("small", 1, Map.of("max.message.bytes", "1000"));
    plain = ConnectWorker.freePort();
    twice = ConnectWorker.freePort();
    filtered = ConnectWorker.freePort();
    refused = ConnectWorker.freePort();
    secure = ConnectWorker.freePort();
    identity = Identity.create(folder, "worker", "EC");
    worker =
        ConnectWorker.standalone(
            folder,
            kafka.bootstrapServers(),
            connector("plain", plain, Map.of()),
            connector(
                "twice",
                twice,
                Map.of(
                    "tasks.max",
                    "2",
                    "traces.topic",
                    "by_trace",
                    "partition.traces.by.id",
                    "true")),
            connector(
                "filtered",
                filtered,
                Map.of(
                    "transforms", "none",
                    "transforms.none.type", "org.apache.kafka.connect.transforms.Filter")),
            connector(
                "secure",
                secure,
                Map.of(
                    "traces.topic",
                    "secure",
                    "tls.certificate",
                    identity.certificate().toString(),
                    "tls.key",
                    identity.key().toString(),
                    "tls.client.authorities",
                    identity.certificate().toString())),
            connector(
                "refused", refused, Map.of("errors.tolerance", "all", "traces.topic", "small")));
  }

  private static Path connector(String name, int port, Map<String, String> more)
      throws IOException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("listen", "127.0.0.1:" + port);
    return ConnectWorker.connector(folder, name, settings);
  }

  @AfterAll
  static void stop() {
    if (worker != null) {
      worker.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  private HttpResponse<String> post(int port, String path, String contentType, byte[] body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    access.readAll(topic, records::add);
    return records;
  }

  @Test
  void thePluginIsWhatConnectDoesNotBring() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("spanmill.plugin")))) {
      assertThat(jars.map(jar -> jar.getFileName().toString().replaceAll("-[0-9].*", "")))
          .containsExactlyInAnyOrder(
              "jackson-core",
              "jetty-alpn-java-server",
              "jetty-alpn-server",
              "jetty-http",
              "jetty-http2-common",
              "jetty-http2-hpack",
              "jetty-http2-server",
              "jetty-io",
              "jetty-server",
              "jetty-util",
              "kotlin-stdlib",
              "okhttp-jvm",
              "okio-jvm",
              "spanmill-connect",
              "spanmill-exporter",
              "spanmill-receiver",
              "spanmill-serdes");
    }
  }

  @Test
  void bytesReachTheirTopicsAsTheyCame() throws Exception {
    worker.awaitTask("plain", "RUNNING");
    byte[] spans = Requests.spans("shop", 3);
    byte[] logs = "{\"resourceLogs\":[{}]}".getBytes(UTF_8);

    assertThat(post(plain, "/v1/traces", PROTOBUF, spans).statusCode()).isEqualTo(200);
    assertThat(post(plain, "/v1/logs", "application/json", logs).statusCode()).isEqualTo(200);

    assertThat(records("otlp_spans")).extracting(ConsumerRecord::value).containsExactly(spans);
    assertThat(records("otlp_spans")).extracting(ConsumerRecord::key).containsOnlyNulls();
    assertThat(records("otlp_logs")).extracting(ConsumerRecord::value).containsExactly(logs);
  }

  @Test
  void aSecondTaskOnTheSameWorkerIsToldOfThePort() throws Exception {
    String failed = worker.awaitTask("twice", "FAILED");

    assertThat(failed)
        .contains("cannot listen at 127.0.0.1:" + twice + ": Address already in use")
        .contains("set tasks.max to the number of workers at most");
  }

  @Test
  void eachTraceIsARecordUnderItsId() throws Exception {
    worker.awaitTask("twice", "FAILED");

    assertThat(post(twice, "/v1/traces", PROTOBUF, Requests.spans("shop", 3)).statusCode())
        .isEqualTo(200);

    assertThat(records("by_trace"))
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactlyInAnyOrder(
            "00000000000000070000000000000001",
            "00000000000000070000000000000002",
            "00000000000000070000000000000003");
  }

  @Test
  void tlsWorksWithThePluginsOwnClasses() throws Exception {
    worker.awaitTask("secure", "RUNNING");
    SpanExporter exporter =
        OtlpGrpcSpanExporter.builder()
            .setEndpoint("https://127.0.0.1:" + secure)
            .setTrustedCertificates(identity.certificateBytes())
            .setClientTls(identity.keyBytes(), identity.certificateBytes())
            .build();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      provider.get("tests").spanBuilder("GET").startSpan().end();
      provider.forceFlush().join(30, TimeUnit.SECONDS);
    }

    assertThat(records("secure")).hasSize(1);
  }

  @Test
  void aTaskThatIsRestartedFindsItsPortFree() throws Exception {
    worker.awaitTask("filtered", "RUNNING");

    worker.post("/connectors/filtered/restart?includeTasks=true");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isThere(filtered));

    assertThat(worker.awaitTask("filtered", "RUNNING")).doesNotContain("FAILED");
  }

  private boolean isThere(int port) throws InterruptedException {
    try {
      URI health = URI.create("http://127.0.0.1:" + port + "/");
      return client
              .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void whatATransformationFiltersIsNoSuccess() throws Exception {
    worker.awaitTask("filtered", "RUNNING");

    HttpResponse<String> answer = post(filtered, "/v1/traces", PROTOBUF, Requests.spans("shop", 1));

    assertThat(answer.statusCode()).isEqualTo(500);
    worker.awaitTask("filtered", "RUNNING");
  }

  @Test
  void whatKafkaRefusesWhereFailuresAreToleratedIsNoSuccess() throws Exception {
    worker.awaitTask("refused", "RUNNING");

    HttpResponse<String> answer =
        post(refused, "/v1/traces", PROTOBUF, Requests.spans("x".repeat(5_000), 1));
    byte[] random = new byte[5_000];
    new Random(3).nextBytes(random);
    String incompressible = Base64.getEncoder().encodeToString(random);
    HttpResponse<String> large =
        post(refused, "/v1/traces", PROTOBUF, Requests.spans(incompressible, 1));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(large.statusCode()).isEqualTo(500);
    worker.awaitTask("refused", "RUNNING");
  }

  @Test
  void aConverterThatIsNotOneOfBytesIsReported() throws Exception {
    worker.awaitRest();

    String answer =
        worker.put(
            "/connector-plugins/OtlpSourceConnector/config/validate",
            "{\"connector.class\":\"io.spanmill.connect.OtlpSourceConnector\",\"name\":\"x\","
                + "\"key.converter\":\"org.apache.kafka.connect.converters.ByteArrayConverter\","
                + "\"value.converter\":\"org.apache.kafka.connect.json.JsonConverter\","
                + "\"listen\":\"nowhere\"}");

    assertThat(answer)
        .contains("\"error_count\":2")
        .contains(
            "value.converter has to be org.apache.kafka.connect.converters.ByteArrayConverter in"
                + " the connector's configuration, but is"
                + " org.apache.kafka.connect.json.JsonConverter")
        .contains("is not HOST:PORT (e.g. 0.0.0.0:4318");
  }

  @Test
  void aConverterThatIsNotSetIsReported() throws Exception {
    worker.awaitRest();

    String answer =
        worker.put(
            "/connector-plugins/OtlpSourceConnector/config/validate",
            "{\"connector.class\":\"io.spanmill.connect.OtlpSourceConnector\",\"name\":\"x\"}");

    assertThat(answer)
        .contains("\"error_count\":2")
        .contains("value.converter has to be")
        .contains("key.converter has to be")
        .contains("but is not set, so that the worker's would be used");
  }
}
