package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanmill.embedded.EmbeddedKafka;
import io.spanmill.embedded.KafkaAccess;
import io.spanmill.receiver.MortalBackEnd;
import io.spanmill.receiver.Outcome;
import io.spanmill.receiver.Requests;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sinks in a worker: to a back-end that refuses and dies, and to our own source in the same worker.
 */
final class SinkWorkerTest {
  private static final int TRACES = 2_000;
  private static final long REFUSED = 77;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void everyTraceLeavesThoughTheBackEndDies() throws Exception {
    assumeTrue(ConnectWorker.isPackaged(), "skipped: needs the packaged plugin (mvn verify)");
    int port = ConnectWorker.freePort();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        MortalBackEnd backEnd = new MortalBackEnd().live()) {
      KafkaAccess access = new KafkaAccess(kafka.bootstrapServers());
      for (String topic : List.of("spanmill-traces", "otlp_spans", "refused")) {
        access.createTopic(topic, 2, Map.of());
      }
      produce(access);
      backEnd.says(
          request ->
              isRefused(request.pieces().get(0).value()) ? Outcome.LEFT_OUT : Outcome.DELIVERED);
      Map<String, String> source = Map.of("listen", "127.0.0.1:" + port);
      try (ConnectWorker worker =
          ConnectWorker.standalone(
              folder,
              kafka.bootstrapServers(),
              ConnectWorker.connector(folder, "source", source),
              sink("mortal", backEnd.url(), "http/protobuf"),
              sink("loop", "http://127.0.0.1:" + port, "grpc"))) {
        worker.awaitTask("mortal", "RUNNING");
        Awaitility.await().atMost(PATIENCE).until(() -> !backEnd.spans().isEmpty());
        backEnd.die();
        produce(access);
        backEnd.live();

        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> Set.copyOf(backEnd.spanIds()).size() == 2 * TRACES - 1);
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> ids(access, "otlp_spans").size() == 2 * TRACES);
        assertThat(ids(access, "refused")).containsExactly(REFUSED);
        assertThat(worker.awaitTask("loop", "RUNNING")).doesNotContain("FAILED");
      }
    }
  }

  private Path sink(String name, String endpoint, String protocol) throws Exception {
    return ConnectWorker.connector(
        folder,
        "otlp-sink.properties",
        name,
        Map.of(
            "topics", "spanmill-traces",
            "endpoint", endpoint,
            "protocol", protocol,
            "batch.records", "50",
            "retry.initial.ms", "100",
            "retry.max.ms", "500",
            "consumer.override.fetch.max.wait.ms", "100",
            "errors.deadletterqueue.topic.name", "refused"));
  }

  private long produced;

  /** Each trace is one span. */
  private void produce(KafkaAccess access) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            access.properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < TRACES; i++) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request
            .addResourceSpansBuilder()
            .addScopeSpansBuilder()
            .addSpans(Requests.span(produced, ++produced));
        producer.send(new ProducerRecord<>("spanmill-traces", request.build().toByteArray()));
      }
    }
  }

  private static boolean isRefused(byte[] request) {
    return ids(request).contains(REFUSED);
  }

  private static List<Long> ids(byte[] request) {
    return MortalBackEnd.spans(request).stream()
        .map(span -> ByteBuffer.wrap(span.getSpanId().toByteArray()).getLong())
        .toList();
  }

  private static Set<Long> ids(KafkaAccess access, String topic) {
    List<Long> found = new ArrayList<>();
    access.readAll(topic, record -> found.addAll(ids(record.value())));
    return new HashSet<>(found);
  }
}
