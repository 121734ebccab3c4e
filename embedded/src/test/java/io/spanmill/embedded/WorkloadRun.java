package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.split.RequestSplitter;
import io.spanmill.wire.MalformedBytesException;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;

/** A {@link Workload} on its way through a pipeline of the standard name, and what comes of it. */
final class WorkloadRun {
  /** The second partition is written this much later than the first. */
  private static final long LAG_MILLIS = 1_500;

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();
  private static final long THRESHOLD_OF_30_PERCENT = 0xb333L << 40;

  private final KafkaAccess access;
  private final Workload work;
  private final boolean byTrace;

  WorkloadRun(KafkaAccess access, Workload work) {
    this(access, work, false);
  }

  /**
   * @param byTrace whether each partition gets the traces that belong there, and both are written
   *     at once
   */
  WorkloadRun(KafkaAccess access, Workload work, boolean byTrace) {
    this.access = access;
    this.work = work;
    this.byTrace = byTrace;
  }

  /** A configuration for one instance; its state goes into the same folder. */
  Path config(Path directory, String instance, int partitions) throws IOException {
    Path file = directory.resolve(instance + ".yaml");
    Files.writeString(
        file,
        String.join(
            "\n",
            "instance: " + instance,
            "state_dir: '" + directory.resolve("state-" + instance) + "'",
            byTrace ? "input: { partitioned_by: trace_id }" : "partitions: " + partitions,
            "http: { listen: '127.0.0.1:0' }",
            "kafka:",
            "  bootstrap.servers: '" + access.properties().get("bootstrap.servers") + "'",
            "  session.timeout.ms: 3000",
            "  heartbeat.interval.ms: 500",
            "  transaction.timeout.ms: 5000",
            "  commit.interval.ms: 500",
            "assembly: { settle: 1s, idle: 2s, linger: 7s, remember: 1m, memory: 100MiB }",
            "sampling:",
            "  policies:",
            "    - { name: errors, type: status_code, status_code: { status_codes: [ERROR] } }",
            "    - { name: some, type: probabilistic, probabilistic: { sampling_percentage: 30 } }",
            "red: { window: 5s }",
            "edges: { window: 5s }",
            "alerts:",
            "  window: 5s",
            "  delay: 1s",
            "  objectives:",
            "    - { name: failing, service: checkout, error_rate: { above: 1% }, over: 5s, for: none }",
            ""));
    return file;
  }

  void produce() {
    Properties properties = access.properties();
    List<Workload.Request> requests = new ArrayList<>(work.requests());
    requests.sort((a, b) -> Long.compare(due(a), due(b)));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Workload.Request request : requests) {
        await().pollInterval(Duration.ofMillis(2)).until(() -> isDue(request));
        if (byTrace) {
          divided(request).forEach(producer::send);
        } else {
          producer.send(record(request, request.partition(), request.value()));
        }
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      Workload.Request request, int partition, byte[] value) {
    return new ProducerRecord<>("otlp_spans", partition, request.arrivalMillis(), null, value);
  }

  private static List<ProducerRecord<byte[], byte[]>> divided(Workload.Request request) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    RequestSplitter.Output into =
        new RequestSplitter.Output() {
          @Override
          public void bundle(int partition, byte[] traces, int spans) {
            records.add(record(request, partition, traces));
          }

          @Override
          public void refusedSpan(String reason, byte[] traces) {
            throw new AssertionError(reason);
          }
        };
    try {
      new RequestSplitter(2, 1 << 20, 1 << 20).split(request.value(), into);
    } catch (MalformedBytesException malformed) {
      throw new AssertionError(malformed);
    }
    return records;
  }

  private long due(Workload.Request request) {
    return request.arrivalMillis() + (byTrace ? 0 : request.partition() * LAG_MILLIS);
  }

  private boolean isDue(Workload.Request request) {
    return System.currentTimeMillis() >= due(request);
  }

  /** Each look reads all that there is, beside those who work: not too often. */
  private static ConditionFactory soon() {
    return await().atMost(PATIENCE).pollInterval(LOOK_AGAIN);
  }

  void awaitSpansInDecisions() {
    soon().until(() -> spansInDecisions() >= work.spans);
  }

  void awaitDecisions(RunProcess process, int count) {
    soon()
        .until(
            () -> {
              assertThat(process.isAlive()).isTrue();
              return decisions().size() >= count;
            });
  }

  void awaitEdges() {
    soon().until(() -> edges().equals(work.edges));
  }

  void awaitAlert() {
    soon().until(() -> !alerts().isEmpty());
  }

  /** What lies below every low-water mark is gone from the log. */
  void awaitPurge(String topic) {
    soon()
        .until(
            () -> {
              try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
                List<TopicPartition> spans = KafkaAccess.partitions(consumer, topic);
                return consumer.beginningOffsets(spans).values().stream().allMatch(at -> at > 0);
              }
            });
  }

  /** Nothing was deleted of what is not ours. */
  void requireWhole(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
      List<TopicPartition> all = KafkaAccess.partitions(consumer, topic);
      assertThat(consumer.beginningOffsets(all))
          .hasSize(2)
          .allSatisfy((p, at) -> assertThat(at).isZero());
    }
  }

  void check() {
    List<String> decisions = decisions();
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
    assertThat(keptSpans()).isEqualTo(expectedSpans(work, kept));
    assertThat(calls()).isEqualTo(work.calls);
    assertThat(edges()).isEqualTo(work.edges);
    assertThat(alerts()).as("one incident is told once").containsExactly("firing");
    List<String> deadLetters = new ArrayList<>();
    access.readAll("spanmill-dead-letters", letter -> deadLetters.add(letter.toString()));
    assertThat(deadLetters).isEmpty();
  }

  /** What was told of the one objective: calls fail in every window that has any. */
  private List<String> alerts() {
    List<String> told = new ArrayList<>();
    access.readAll(
        "spanmill-alerts", record -> told.add(text(new String(record.value(), UTF_8), "state")));
    return told;
  }

  private Map<String, Boolean> expectedVerdicts(Workload work) {
    Map<String, Boolean> expected = new HashMap<>();
    for (String trace : work.traces.keySet()) {
      long randomness = Long.parseUnsignedLong(trace.substring(18), 16);
      boolean failed = work.failed.getOrDefault(trace, false);
      expected.put(trace, failed || randomness >= THRESHOLD_OF_30_PERCENT);
    }
    return expected;
  }

  private Map<String, Long> expectedSpans(Workload work, Map<String, Boolean> kept) {
    Map<String, Long> expected = new TreeMap<>();
    work.traces.forEach(
        (trace, spans) -> {
          if (kept.getOrDefault(trace, false)) {
            spans.forEach(span -> expected.put(trace + Workload.hex(span.getSpanId()), 1L));
          }
        });
    return expected;
  }

  private Map<String, Long> keptSpans() {
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

  List<String> decisions() {
    List<String> decisions = new ArrayList<>();
    if (exists("spanmill-decisions")) {
      access.readAll("spanmill-decisions", r -> decisions.add(new String(r.value(), UTF_8)));
    }
    return decisions;
  }

  private boolean exists(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
      return consumer.listTopics().containsKey(topic);
    }
  }

  private long spansInDecisions() {
    Map<String, Long> spans = new HashMap<>();
    for (String decision : decisions()) {
      spans.put(
          text(decision, "trace_id"), number(decision, "spans") + number(decision, "late_spans"));
    }
    return spans.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> calls() {
    return sums(
        "spanmill-red",
        red ->
            String.join(
                "|",
                text(red, "service"),
                text(red, "span_name"),
                text(red, "span_kind"),
                text(red, "status_code")));
  }

  private Map<String, Long> edges() {
    return sums("spanmill-edges", edge -> text(edge, "client") + ">" + text(edge, "server"));
  }

  private Map<String, Long> sums(String topic, Function<String, String> name) {
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
    return find(json, field, "\"([^\"]*)\"");
  }

  private static long number(String json, String field) {
    return Long.parseLong(find(json, field, "(\\d+)"));
  }

  private static String find(String json, String field, String value) {
    Matcher matcher =
        PATTERNS.computeIfAbsent("\"" + field + "\":" + value, Pattern::compile).matcher(json);
    assertThat(matcher.find()).as("%s in %s", field, json).isTrue();
    return matcher.group(1);
  }
}
