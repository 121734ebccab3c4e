package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spanmill.receiver.Admitted;
import io.spanmill.receiver.MortalBackEnd;
import io.spanmill.receiver.Outcome;
import io.spanmill.sinks.DeadLetterHeaders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** RED and edges as whoever scrapes an instance sees them. */
@Timeout(240)
final class ServiceMetricsRunTest {
  private static final Duration PATIENCE = ObservedRun.PATIENCE;
  private static final Pattern CALLS =
      Pattern.compile("traces_span_metrics_calls_total\\{service_name=\"shop\".*} (\\d+)");
  private static final String REFUSED = String.format("%032x", 3);
  private static final String REFUSED_BY_BACK_END = "push_refused: http://127.0.0.1:";

  private @TempDir Path directory;
  private final MortalBackEnd backEnd = new MortalBackEnd();
  private BrokerProcess broker;
  private Path log;
  private int traces;

  @BeforeEach
  void startBroker() throws Exception {
    log = directory.resolve("run.log");
    backEnd.live();
    broker = BrokerProcess.start(directory.resolve("kafka"));
    new KafkaAccess(broker.bootstrapServers()).createTopic("otlp_spans", 1, Map.of());
  }

  @AfterEach
  void killBroker() {
    broker.kill();
    backEnd.close();
  }

  /** And a back-end that refuses, and dies, and sees the process die, loses nothing else. */
  @Test
  void noCountGoesBackAndNoTraceIsLostWhenTheProcessDies() throws Exception {
    double before;
    backEnd.says(request -> isRefused(request) ? Outcome.LEFT_OUT : Outcome.DELIVERED);
    try (ObservedRun run = start()) {
      send(20);
      before = awaitCalls(run, 20);
      await().atMost(PATIENCE).until(() -> !backEnd.spans().isEmpty());
      backEnd.die();
      send(5);
      run.process().kill();
    }
    try (ObservedRun run = start()) {
      assertThat(awaitCalls(run, 0)).as("the first that is told").isGreaterThanOrEqualTo(before);
      awaitCalls(run, 25);
      assertThat(calls(run)).isEqualTo(25);
      awaitPushed(run, "requests_total\\{answer=\"unavailable\",signal=\"traces\"} [1-9]");
      backEnd.live();
      await().atMost(PATIENCE).until(() -> Set.copyOf(backEnd.spanIds()).size() == 48);
      awaitPushed(run, "standstill_seconds\\{signal=\"traces\"} 0\n");
      awaitPushed(run, "lag_records\\{partition=\"0\",topic=\"spanmill-traces\"} 0\n");
    }
    assertThat(refusals()).allSatisfy(reason -> assertThat(reason).startsWith(REFUSED_BY_BACK_END));
    assertThat(Set.copyOf(refusals())).hasSize(1);
  }

  private static boolean isRefused(Admitted request) {
    return request.pieces().stream()
        .flatMap(piece -> MortalBackEnd.spans(piece.value()).stream())
        .anyMatch(span -> MortalBackEnd.id(span).startsWith(REFUSED));
  }

  private static void awaitPushed(ObservedRun run, String sample) {
    Pattern wanted = Pattern.compile("\nspanmill_push_" + sample);
    await().atMost(PATIENCE).until(() -> wanted.matcher(run.get("/metrics").body()).find());
  }

  /** Why there are dead letters. */
  private List<String> refusals() {
    List<String> reasons = new ArrayList<>();
    new KafkaAccess(broker.bootstrapServers())
        .readAll(
            "spanmill-dead-letters",
            letter ->
                reasons.add(
                    new String(
                        letter.headers().lastHeader(DeadLetterHeaders.REASON).value(), UTF_8)));
    return reasons;
  }

  /** In classic buckets and in native ones, with a program that nobody here wrote. */
  @Test
  void prometheusReadsAll() throws Exception {
    assumeTrue(Prometheus.isInstalled(), Prometheus.MISSING);
    try (ObservedRun run = start()) {
      send(20);
      awaitCalls(run, 20);
      try (Prometheus prometheus = Prometheus.start(directory, run.address())) {
        prometheus.await("sum(traces_span_metrics_calls_total{service_name=\"shop\"})", 20);
        prometheus.await("sum(histogram_count(traces_span_metrics_duration_milliseconds))", 40);
        prometheus.await("sum(histogram_sum(traces_span_metrics_duration_milliseconds))", 400);
        prometheus.await("sum(traces_span_metrics_duration_milliseconds_bucket{le=\"8.0\"})", 0);
        prometheus.await("sum(traces_span_metrics_duration_milliseconds_bucket{le=\"50.0\"})", 40);
        prometheus.await(
            "traces_service_graph_request_total{client=\"shop\",server=\"bank\",failed=\"false\"}",
            20);
      }
    }
  }

  /** Calls that a shop makes to a bank. */
  private void send(int count) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            new KafkaAccess(broker.bootstrapServers()).properties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        String trace = String.format("%032x", ++traces);
        long now = System.currentTimeMillis();
        for (String request :
            List.of(
                span("shop", trace, "a1", "", 3, now), span("bank", trace, "a2", "a1", 2, now))) {
          producer.send(new ProducerRecord<>("otlp_spans", request.getBytes(UTF_8)));
        }
      }
    }
  }

  private static String span(
      String service, String trace, String id, String parent, int kind, long now) {
    String[] words = {
      service,
      trace,
      id,
      parent.isEmpty() ? "" : "00000000000000" + parent,
      "" + kind,
      "" + now,
      "" + (now + 10)
    };
    return String.format(
            "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':"
                + "{'stringValue':'%s'}}]},'scopeSpans':[{'spans':[{'traceId':'%s','spanId':"
                + "'00000000000000%s','parentSpanId':'%s','name':'op','kind':%s,"
                + "'startTimeUnixNano':'%s000000','endTimeUnixNano':'%s000000'}]}]}]}",
            (Object[]) words)
        .replace('\'', '"');
  }

  private ObservedRun start() throws IOException {
    List<String> config =
        List.of(
            "state_dir: '" + directory.resolve("state") + "'",
            "partitions: 2",
            "http: { listen: '127.0.0.1:0' }",
            "assembly: { settle: 300ms, idle: 1s, memory: 32MiB }",
            "sampling: { policies: [{ name: all, type: always_sample }] }",
            "metrics: { scrape: true, interval: 1s }",
            "push: { endpoint: '"
                + backEnd.url()
                + "', batch_time: 100ms, retry_initial: 100ms, retry_max: 500ms }",
            "kafka: { bootstrap.servers: '"
                + broker.bootstrapServers()
                + "', commit.interval.ms: 200 }");
    return ObservedRun.start(config, directory, log);
  }

  /** The first count that is told and not less than this. */
  private double awaitCalls(ObservedRun run, double atLeast) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> calls(run), calls -> calls >= atLeast);
  }

  private double calls(ObservedRun run) throws Exception {
    Matcher matcher = CALLS.matcher(run.get("/red").body());
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : -1;
  }
}
