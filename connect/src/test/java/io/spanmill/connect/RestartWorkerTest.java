package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanmill.embedded.EmbeddedKafka;
import io.spanmill.embedded.KafkaAccess;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty exporters send to a distributed worker, which is told to end and started again, and then
 * killed and started again. {@code -Dspanmill.spans=1000000} makes it long: see {@code
 * benchmarks/connect}.
 */
final class RestartWorkerTest {
  private static final int EXPORTERS = 50;
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir private static Path folder;

  @Test
  void everySpanThatWasConfirmedIsInKafka() throws Exception {
    assumeTrue(ConnectWorker.isPackaged(), "skipped: needs the packaged plugin (mvn verify)");
    long goal = Long.getLong("spanmill.spans", 10_000);
    int batch = goal > 100_000 ? 200 : 20;
    int port = ConnectWorker.freePort();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(kafka.bootstrapServers());
      access.createTopic("otlp_spans", 4, Map.of());
      ConnectWorker worker = ConnectWorker.distributed(folder, kafka.bootstrapServers());
      try {
        worker.awaitRest();
        worker.put("/connectors/otlp-source/config", connector(port));
        worker.awaitTask("otlp-source", "RUNNING");
        try (Crowd crowd = new Crowd("http://127.0.0.1:" + port, EXPORTERS, batch, goal)) {
          await(crowd, goal / 4);
          worker.terminate();
          worker = ConnectWorker.distributed(folder, kafka.bootstrapServers());
          await(crowd, goal / 2);
          worker.kill();
          worker = ConnectWorker.distributed(folder, kafka.bootstrapServers());
          crowd.await();
          hold(crowd, access);
        }
      } finally {
        worker.close();
      }
    }
  }

  private static String connector(int port) throws Exception {
    return Files.readString(Path.of("..", "deploy", "connect", "otlp-source.json"))
        .replace("0.0.0.0:4318", "127.0.0.1:" + port);
  }

  private static void await(Crowd crowd, long spans) {
    Awaitility.await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> crowd.confirmed().size() >= spans || crowd.isDone());
  }

  private static void hold(Crowd crowd, KafkaAccess access) {
    Set<Long> found = new HashSet<>();
    long[] spans = {0};
    access.readAll(
        "otlp_spans",
        record -> {
          for (var resource : parsed(record.value()).getResourceSpansList()) {
            for (var scope : resource.getScopeSpansList()) {
              scope.getSpansList().forEach(span -> found.add(id(span.getSpanId().toByteArray())));
              spans[0] += scope.getSpansCount();
            }
          }
        });
    System.out.printf(
        "connect: %,d spans confirmed to %d exporters, %,d given up; in Kafka %,d, of these %,d"
            + " twice%n",
        crowd.confirmed().size(), EXPORTERS, crowd.failed(), spans[0], spans[0] - found.size());
    Set<Long> lost = new HashSet<>(crowd.confirmed());
    lost.removeAll(found);
    assertThat(lost).isEmpty();
  }

  private static ExportTraceServiceRequest parsed(byte[] value) {
    try {
      return ExportTraceServiceRequest.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long id(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }
}
