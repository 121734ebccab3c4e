package io.spanmill.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.spanmill.embedded.EmbeddedKafka;
import io.spanmill.embedded.KafkaAccess;
import io.spanmill.embedded.ObservedRun;
import io.spanmill.embedded.Prometheus;
import io.spanmill.embedded.registry.EmbeddedRegistry;
import io.spanmill.receiver.MortalBackEnd;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that a user has, from one end to the other: exporters of OpenTelemetry's SDK, our source in a
 * worker of Kafka Connect, {@code spanmill run}, Confluent's deserializer, Prometheus (where it is
 * installed), and a back-end that takes OTLP. What is counted at each of them is the same.
 */
@Timeout(240)
final class WholeChainWorkerTest {
  private static final int TRACES = 150;
  private static final int SPANS = Shop.SPANS_IN_A_TRACE * TRACES;
  private static final Duration PATIENCE = ObservedRun.PATIENCE;

  @TempDir private Path folder;
  private EmbeddedKafka kafka;
  private KafkaAccess access;
  private EmbeddedRegistry registry;
  private MortalBackEnd backEnd;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(ConnectWorker.isPackaged(), "skipped: needs the packaged plugin (mvn verify)");
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    access = new KafkaAccess(kafka.bootstrapServers());
    access.createTopic("otlp_spans", 2, Map.of());
    registry =
        EmbeddedRegistry.start(folder.resolve("registry"), new InetSocketAddress("127.0.0.1", 0));
    backEnd = new MortalBackEnd().live();
  }

  @AfterEach
  void stop() throws Exception {
    if (kafka != null) {
      backEnd.close();
      registry.close();
      kafka.close();
    }
  }

  @Test
  void countsAreTheSameAtBothEnds() throws Exception {
    int port = ConnectWorker.freePort();
    Path source = ConnectWorker.connector(folder, "source", Map.of("listen", "127.0.0.1:" + port));
    try (ConnectWorker worker = ConnectWorker.standalone(folder, kafka.bootstrapServers(), source);
        ObservedRun run = ObservedRun.start(config(), folder, folder.resolve("run.log"))) {
      worker.awaitTask("source", "RUNNING");
      run.address();
      List<String> sent;
      try (Shop shop = new Shop("http://127.0.0.1:" + port)) {
        sent = shop.sell(TRACES);
      }
      assertThat(sent).hasSize(SPANS).doesNotHaveDuplicates();

      await().atMost(PATIENCE).until(() -> backEnd.spans().size() >= SPANS);
      assertThat(backEnd.spanIds()).containsExactlyInAnyOrderElementsOf(sent);
      await().atMost(PATIENCE).untilAsserted(this::holdAvro);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(pushedCalls()).isEqualTo(SPANS));
      holdPrometheus(run);
    }
  }

  private List<String> config() {
    return List.of(
        "state_dir: '" + folder.resolve("state") + "'",
        "partitions: 2",
        "http: { listen: '127.0.0.1:0' }",
        "assembly: { settle: 300ms, idle: 1s, memory: 32MiB }",
        "sampling: { policies: [{ name: all, type: always_sample }] }",
        "output: { format: avro }",
        "metrics: { export: delta, scrape: true, interval: 1s }",
        "push: { endpoint: '" + backEnd.url() + "', protocol: grpc, batch_time: 100ms }",
        "kafka:",
        "  bootstrap.servers: '" + kafka.bootstrapServers() + "'",
        "  schema.registry.url: '" + registry.url() + "'");
  }

  /** As many decisions as traces, as many calls as spans, an edge for each call of the bank. */
  private void holdAvro() {
    try (KafkaAvroDeserializer reader = new KafkaAvroDeserializer()) {
      reader.configure(Map.of("schema.registry.url", registry.url()), false);
      assertThat(sum(reader, "spanmill-decisions", decision -> 1)).isEqualTo(TRACES);
      assertThat(sum(reader, "spanmill-decisions", WholeChainWorkerTest::spans)).isEqualTo(SPANS);
      assertThat(sum(reader, "spanmill-red", point -> (long) point.get("calls"))).isEqualTo(SPANS);
      assertThat(sum(reader, "spanmill-edges", WholeChainWorkerTest::ofBank)).isEqualTo(TRACES);
    }
  }

  private static long spans(GenericRecord decision) {
    assertThat(decision.get("kept")).isEqualTo(true);
    return (long) decision.get("spans") + (long) decision.get("late_spans");
  }

  private static long ofBank(GenericRecord edge) {
    boolean bank = "bank".equals(String.valueOf(edge.get("server")));
    return bank ? (long) edge.get("calls") : 0;
  }

  /** Over the last value of each key. */
  private long sum(
      KafkaAvroDeserializer reader, String topic, ToLongFunction<GenericRecord> count) {
    Map<String, GenericRecord> last = new HashMap<>();
    access.readAll(
        topic,
        record ->
            last.put(
                new String(record.key(), UTF_8),
                (GenericRecord) reader.deserialize(topic, record.value())));
    return last.values().stream().mapToLong(count).sum();
  }

  /** By how much the calls have grown, as the back-end was told. */
  private double pushedCalls() {
    return backEnd.metrics().stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .filter(metric -> metric.getName().equals("traces.span.metrics.calls"))
        .map(Metric::getSum)
        .flatMap(sum -> sum.getDataPointsList().stream())
        .mapToDouble(NumberDataPoint::getAsDouble)
        .sum();
  }

  private void holdPrometheus(ObservedRun run) throws Exception {
    if (!Prometheus.isInstalled()) {
      System.out.println("the whole chain, but without Prometheus: " + Prometheus.MISSING);
      return;
    }
    try (Prometheus prometheus = Prometheus.start(folder, run.address())) {
      prometheus.await("sum(traces_span_metrics_calls_total)", SPANS);
      prometheus.await("sum(traces_service_graph_request_total{server=\"bank\"})", TRACES);
    }
  }
}
