package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies in the middle of its work, with two source partitions at different positions and
 * with duplicates and late spans under way; it is started again, or another instance takes over.
 * Afterwards all is counted as if nothing had happened: decisions, kept traces, RED and edges equal
 * the oracle.
 */
final class KillNineTest {
  private static final long SEED = 20_261_121;
  private static final int TRACES = 1_200;

  /** The second partition is written this much later than the first. */
  private static final long LAG_MILLIS = 1_500;

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long THRESHOLD_OF_30_PERCENT = 0xb333L << 40;

  private @TempDir Path directory;

  @Test
  void nothingIsLostAndNothingCountsTwice() throws Exception {
    play(
        (access, work, last) -> {
          RunProcess first = RunProcess.start(config(access, "one"));
          awaitDecisions(access, first, TRACES / 8);
          first.kill();
          RunProcess second = RunProcess.start(config(access, "one"));
          awaitDecisions(access, second, TRACES / 2);
          second.kill();
          last.start(config(access, "one"));
        });
  }

  @Test
  void anotherInstanceSharesTheWorkAndTakesItOver() throws Exception {
    play(
        (access, work, last) -> {
          RunProcess first = RunProcess.start(config(access, "one"));
          awaitDecisions(access, first, TRACES / 8);
          last.start(config(access, "two"));
          awaitDecisions(access, first, TRACES / 2);
          first.kill();
        });
  }

  /** What happens to the processes while the work comes in; the last one stays. */
  private interface Story {
    void tell(KafkaAccess access, Workload work, Last last) throws Exception;
  }

  /** Starts the process that stays. */
  private interface Last {
    void start(Path config) throws IOException;
  }

  private void play(Story story) throws Exception {
    AtomicReference<RunProcess> last = new AtomicReference<>();
    try (BrokerProcess broker = BrokerProcess.start(directory.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(broker.bootstrapServers());
      access.createTopic("otlp_spans", 2, Map.of());
      Workload work = new Workload(SEED, TRACES, System.currentTimeMillis());
      Thread producer = new Thread(() -> produce(access, work), "producer");
      producer.start();
      story.tell(access, work, config -> last.set(RunProcess.start(config)));
      producer.join();
      await().atMost(PATIENCE).until(() -> spansInDecisions(access) >= work.spans);
      awaitEdges(access, work);
      awaitPurge(access);
      assertThat(last.get().terminate()).as("exit code after SIGTERM").isZero();
      check(access, work);
    } finally {
      if (last.get() != null) {
        last.get().close();
      }
    }
  }

  private Path config(KafkaAccess access, String instance) throws IOException {
    Path file = directory.resolve(instance + ".yaml");
    Files.writeString(
        file,
        String.join(
            "\n",
            "instance: " + instance,
            "state_dir: '" + directory.resolve("state-" + instance) + "'",
            "partitions: 4",
            "http: { listen: '127.0.0.1:0' }",
            "kafka:",
            "  bootstrap.servers: '" + access.properties().get("bootstrap.servers") + "'",
            "  session.timeout.ms: 6000",
            "  heartbeat.interval.ms: 1000",
            "  transaction.timeout.ms: 10000",
            "assembly: { settle: 1s, idle: 3s, linger: 10s, remember: 1m, memory: 100MiB }",
            "sampling:",
            "  policies:",
            "    - { name: errors, type: status_code, status_code: { status_codes: [ERROR] } }",
            "    - { name: some, type: probabilistic, probabilistic: { sampling_percentage: 30 } }",
            ""));
    return file;
  }

  private static void produce(KafkaAccess access, Workload work) {
    Properties properties = access.properties();
    List<Workload.Request> requests = new ArrayList<>(work.requests());
    requests.sort((a, b) -> Long.compare(due(a), due(b)));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Workload.Request request : requests) {
        await().pollInterval(Duration.ofMillis(2)).until(() -> isDue(request));
        producer.send(
            new ProducerRecord<>(
                "otlp_spans", request.partition(), request.arrivalMillis(), null, request.value()));
      }
    }
  }

  private static long due(Workload.Request request) {
    return request.arrivalMillis() + request.partition() * LAG_MILLIS;
  }

  private static boolean isDue(Workload.Request request) {
    return System.currentTimeMillis() >= due(request);
  }

  private static void awaitDecisions(KafkaAccess access, RunProcess process, int count) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(process.isAlive()).isTrue();
              return decisions(access).size() >= count;
            });
  }

  private static void awaitEdges(KafkaAccess access, Workload work) {
    await().atMost(PATIENCE).until(() -> edges(access).equals(work.edges));
  }

  /** What lies below every low-water mark is gone from the log. */
  private static void awaitPurge(KafkaAccess access) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
                List<TopicPartition> spans = KafkaAccess.partitions(consumer, "spanmill-spans");
                return consumer.beginningOffsets(spans).values().stream().allMatch(at -> at > 0);
              }
            });
  }

  private static void check(KafkaAccess access, Workload work) {
    List<String> decisions = decisions(access);
    Map<String, Boolean> kept = new HashMap<>();
    int late = 0;
    for (String decision : decisions) {
      String trace = text(decision, "trace_id");
      if (number(decision, "revision") == 0) {
        assertThat(kept.put(trace, decision.contains("\"kept\":true"))).as(trace).isNull();
      } else {
        late += (int) number(decision, "late_spans");
      }
    }
    assertThat(late).as("late spans under way").isPositive();
    assertThat(kept).isEqualTo(expectedVerdicts(work));
    assertThat(keptSpans(access)).isEqualTo(expectedSpans(work, kept));
    assertThat(calls(access)).isEqualTo(work.calls);
    assertThat(edges(access)).isEqualTo(work.edges);
    List<String> deadLetters = new ArrayList<>();
    access.readAll("spanmill-dead-letters", letter -> deadLetters.add(letter.toString()));
    assertThat(deadLetters).isEmpty();
  }

  private static Map<String, Boolean> expectedVerdicts(Workload work) {
    Map<String, Boolean> expected = new HashMap<>();
    for (String trace : work.traces.keySet()) {
      long randomness = Long.parseUnsignedLong(trace.substring(18), 16);
      boolean failed = work.failed.getOrDefault(trace, false);
      expected.put(trace, failed || randomness >= THRESHOLD_OF_30_PERCENT);
    }
    return expected;
  }

  private static Map<String, Long> expectedSpans(Workload work, Map<String, Boolean> kept) {
    Map<String, Long> expected = new TreeMap<>();
    work.traces.forEach(
        (trace, spans) -> {
          if (kept.getOrDefault(trace, false)) {
            spans.forEach(span -> expected.put(trace + Workload.hex(span.getSpanId()), 1L));
          }
        });
    return expected;
  }

  private static Map<String, Long> keptSpans(KafkaAccess access) {
    Map<String, Long> spans = new TreeMap<>();
    access.readAll(
        "spanmill-traces",
        record -> {
          for (Span span : spans(record.value())) {
            assertThat(span.getTraceState()).startsWith("ot=th:");
            String id = Workload.hex(span.getTraceId());
            assertThat(new String(record.key(), UTF_8)).isEqualTo(id);
            spans.merge(id + Workload.hex(span.getSpanId()), 1L, Long::sum);
          }
        });
    return spans;
  }

  private static List<Span> spans(byte[] tracesData) {
    List<Span> spans = new ArrayList<>();
    try {
      for (ResourceSpans resource : TracesData.parseFrom(tracesData).getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          spans.addAll(scope.getSpansList());
        }
      }
    } catch (InvalidProtocolBufferException unreadable) {
      throw new AssertionError(unreadable);
    }
    return spans;
  }

  private static List<String> decisions(KafkaAccess access) {
    List<String> decisions = new ArrayList<>();
    if (exists(access, "spanmill-decisions")) {
      access.readAll("spanmill-decisions", r -> decisions.add(new String(r.value(), UTF_8)));
    }
    return decisions;
  }

  private static boolean exists(KafkaAccess access, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
      return consumer.listTopics().containsKey(topic);
    }
  }

  private static long spansInDecisions(KafkaAccess access) {
    Map<String, Long> spans = new HashMap<>();
    for (String decision : decisions(access)) {
      spans.put(
          text(decision, "trace_id"), number(decision, "spans") + number(decision, "late_spans"));
    }
    return spans.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> calls(KafkaAccess access) {
    return sums(
        access,
        "spanmill-red",
        red ->
            String.join(
                "|",
                text(red, "service"),
                text(red, "span_name"),
                text(red, "span_kind"),
                text(red, "status_code")));
  }

  private static Map<String, Long> edges(KafkaAccess access) {
    return sums(
        access, "spanmill-edges", edge -> text(edge, "client") + ">" + text(edge, "server"));
  }

  private static Map<String, Long> sums(
      KafkaAccess access, String topic, Function<String, String> name) {
    Map<String, String> last = new HashMap<>();
    access.readAll(
        topic,
        record -> {
          String key = new String(record.key(), UTF_8);
          if (record.value() == null) {
            last.remove(key);
          } else {
            last.put(key, new String(record.value(), UTF_8));
          }
        });
    Map<String, Long> sums = new TreeMap<>();
    last.values().forEach(json -> sums.merge(name.apply(json), number(json, "calls"), Long::sum));
    return sums;
  }

  private static String text(String json, String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\":\"([^\"]*)\"").matcher(json);
    assertThat(matcher.find()).as("%s in %s", field, json).isTrue();
    return matcher.group(1);
  }

  private static long number(String json, String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(json);
    assertThat(matcher.find()).as("%s in %s", field, json).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
