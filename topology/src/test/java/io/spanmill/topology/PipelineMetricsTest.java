package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.exporter.PushCounts;
import io.spanmill.otlp.Signal;
import io.spanmill.split.Sources;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import io.spanmill.topology.Vitals.Contact;
import io.spanmill.topology.Vitals.Pulse;
import io.spanmill.topology.metrics.Exposition;
import io.spanmill.topology.metrics.JavaMetrics;
import io.spanmill.topology.metrics.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All metrics, after a known input, and as docs/operations.md describes them. */
final class PipelineMetricsTest {
  private static final long NOON = DrivenPipeline.NOON;
  private static final Pattern DOCUMENTED =
      Pattern.compile("\\| `(spanmill_\\w+)` \\|([^|]*)\\| (counter|gauge) \\| (.*) \\|");

  /** Comes when a service's traces were not random for ten minutes. */
  private static final String AFTER_TEN_MINUTES = "spanmill_not_random_windows_total";

  private @TempDir Path stateDir;
  private DrivenPipeline pipeline;
  private TopologyTestDriver driver;
  private OneSource sources;

  @BeforeEach
  void start() {
    pipeline =
        new DrivenPipeline(
            "alerts: {objectives: [{name: errors, error_rate: {above: 1%}}]}", stateDir);
    driver = pipeline.driver();
    sources = pipeline.sources();
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void countsWhatHappens() {
    pipe(0, span("01", "a1", 2));
    pipe(0, span("01", "a1", 2));
    pipe(0, span("02", "b1", 1));
    pipe(100, "rubbish");
    pipe(100, null);
    pipe(100, span("00", "c1", 1));
    sources.become(new Sources.Idleness(6, 7_000));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    pipe(7_200, span("01", "a2", 1));
    pipe(7_200, span("02", "b2", 2));
    pipe(7_300, span("03", "d1", 1));
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    Scrape scrape = Scrape.of(text());
    assertThat(scrape.value("spanmill_requests_total{task_id=\"0_0\"}")).isEqualTo(9);
    assertThat(scrape.value(deadLetters("malformed_request"))).isEqualTo(1);
    assertThat(scrape.value(deadLetters("null_value"))).isEqualTo(1);
    assertThat(scrape.value(deadLetters("refused_span"))).isEqualTo(1);
    assertThat(scrape.value("spanmill_spans_total{task_id=\"0_0\"}")).isEqualTo(5);
    assertThat(scrape.value("spanmill_duplicate_spans_total{task_id=\"0_0\"}")).isEqualTo(1);
    assertThat(scrape.value("spanmill_traces_total{closed_by=\"complete\",task_id=\"0_0\"}"))
        .isEqualTo(2);
    assertThat(scrape.sum("spanmill_traces_total")).isEqualTo(2);
    assertThat(scrape.value(decisions("errors", "kept"))).isEqualTo(1);
    assertThat(scrape.value(decisions("", "dropped"))).isEqualTo(1);
    assertThat(scrape.sum("spanmill_decisions_total")).isEqualTo(2);
    assertThat(scrape.value("spanmill_kept_traces_total{task_id=\"0_0\"}")).isEqualTo(1);
    assertThat(scrape.value("spanmill_late_spans_total{task_id=\"0_0\"}")).isEqualTo(2);
    assertThat(scrape.sum("spanmill_late_unlinked_spans_total")).isZero();
    assertThat(scrape.sum("spanmill_foreign_records_total")).isZero();
  }

  @Test
  void showsWhatIsHeldAndHowFarTimeIs() {
    pipe(0, span("01", "a1", 2));
    sources.become(new Sources.Idleness(1, 7_000));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    pipe(7_300, span("03", "d1", 1));
    pipe(7_300, span("04", "e1", 1));
    sources.become(new Sources.Idleness(3, 500));
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    Scrape scrape = Scrape.of(text());
    assertThat(scrape.value("spanmill_open_traces{partition=\"0\"}")).isEqualTo(2);
    assertThat(scrape.value("spanmill_lingering_traces{partition=\"0\"}")).isEqualTo(1);
    assertThat(scrape.value("spanmill_remembered_decisions{partition=\"0\"}")).isEqualTo(1);
    assertThat(scrape.value("spanmill_held_bytes{kind=\"open\",partition=\"0\"}"))
        .isGreaterThan(200);
    assertThat(scrape.value("spanmill_held_limit_bytes")).isEqualTo(512 << 20);
    assertThat(scrape.value("spanmill_replay_offsets{partition=\"0\"}")).isPositive();
    assertThat(scrape.value("spanmill_restoring{partition=\"0\"}")).isZero();
    assertThat(scrape.value("spanmill_watermark_timestamp_seconds{partition=\"0\"}"))
        .isEqualTo((NOON + 7_800) / 1e3);
    assertThat(scrape.value("spanmill_watermark_age_seconds{partition=\"0\"}")).isEqualTo(2.2);
    assertThat(
            scrape.value(
                "spanmill_watermark_held_back_seconds"
                    + "{partition=\"0\",source_partition=\"0\",source_topic=\"otlp_spans\"}"))
        .isZero();
    assertThat(scrape.value("spanmill_watermark_unheard_sources{partition=\"0\"}")).isZero();
  }

  @Test
  void whatHasNotBegunHasNoTimeYet() {
    assertThat(text())
        .contains("spanmill_restoring{partition=\"0\"} 1\n")
        .doesNotContain("spanmill_watermark_age_seconds", "spanmill_open_traces");
  }

  @Test
  void everyMetricIsDescribedAndEveryDescribedOneIsThere() throws IOException {
    applyBudget();
    for (int second = 0; second < 40; second++) {
      pipe(second * 1_000, span(String.format("%02x", second + 1), "a1", 2));
      driver.advanceWallClockTime(Duration.ofSeconds(1));
    }
    String described = Files.readString(Path.of("..", "docs", "operations.md"));
    Scrape scrape = Scrape.of(text());
    Map<String, String> types = new TreeMap<>();
    Matcher line = DOCUMENTED.matcher(described);
    while (line.find()) {
      String name = line.group(1);
      assertThat(types.put(name, line.group(3))).as(name + " described twice").isNull();
      if (!name.equals(AFTER_TEN_MINUTES)) {
        assertThat(scrape.helps()).containsEntry(name, line.group(4));
        assertThat(line.group(2)).as("labels of " + name).isEqualTo(labels(scrape, name));
      }
    }

    Map<String, String> told = new TreeMap<>(scrape.types());
    told.put(AFTER_TEN_MINUTES, "counter");
    assertThat(types).isEqualTo(told);
  }

  /** As the document has them: {@code {partition, topic}}. */
  private static String labels(Scrape scrape, String family) {
    Set<String> labels = new TreeSet<>();
    for (String sample : scrape.samples().keySet()) {
      if (sample.startsWith(family + "{")) {
        Matcher label = Pattern.compile("[{,](\\w+)=\"").matcher(sample);
        while (label.find()) {
          labels.add(label.group(1));
        }
      }
    }
    return labels.isEmpty() ? " " : " `" + String.join("`, `", labels) + "` ";
  }

  private String text() {
    Exposition out = new Exposition();
    TopicPartition source = new TopicPartition("otlp_spans", 0);
    Vitals vitals =
        new Vitals(
            KafkaStreams.State.RUNNING,
            true,
            false,
            null,
            List.of(new Pulse("StreamThread-1", "RUNNING", Duration.ZERO)),
            new Contact(Duration.ZERO, Duration.ofHours(1), true),
            pipeline.assemblies().all(),
            Map.of(source, 1.5));
    PipelineMetrics.addHealth(
        Health.live(vitals), Health.ready(vitals, Duration.ofMinutes(1)), out);
    PipelineMetrics.addVitals(vitals, out);
    PipelineMetrics.addLag(Map.of(source, 7L), out);
    PipelineMetrics.addCounters(driver.metrics().values(), out);
    try (Metrics metrics = new Metrics()) {
      metrics.addMetric(rebalances(), (Measurable) (config, now) -> 2);
      PipelineMetrics.addRebalances(metrics.metrics().values(), out);
    }
    AssemblyMetrics.add(pipeline.assemblies().all(), NOON + 10_000, 512L << 20, out);
    PushMetrics.add(Signal.TRACES, new PushCounts(), out);
    PushMetrics.add(Signal.TRACES, Map.of(source, 3L), Duration.ZERO, out);
    WebhookMetrics.add(answer -> 0, Duration.ZERO, 0, out);
    PipelineMetrics.addBuild(out);
    JavaMetrics.addTo(out);
    return out.text();
  }

  private static MetricName rebalances() {
    Map<String, String> tags = Map.of("client-id", "mill-1-StreamThread-1-consumer");
    return new MetricName("rebalance-total", "consumer-coordinator-metrics", "", tags);
  }

  private void applyBudget() {
    String policy =
        "{name: fair, type: throughput, throughput: {traces_per_second: 1, keys: [service.name]}}";
    String text = "{match: any, policies: [" + policy + "]}";
    driver
        .createInputTopic("spanmill-spans", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(ControlRecord.key(), new PolicySet("0a", NOON, text).toRecord().toBytes());
  }

  private static String deadLetters(String reason) {
    return "spanmill_dead_letters_total{reason=\"" + reason + "\",task_id=\"0_0\"}";
  }

  private static String decisions(String policy, String verdict) {
    return String.format(
        "spanmill_decisions_total{policy=\"%s\",task_id=\"0_0\",verdict=\"%s\"}", policy, verdict);
  }

  private void pipe(long sinceNoon, String request) {
    pipeline.pipe(sinceNoon, request);
  }

  /**
   * @param code 2: an error
   */
  private static String span(String trace, String span, int code) {
    return String.format(
            "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'shop'}}]},"
                + "'scopeSpans':[{'spans':[{'traceId':'%s','spanId':'00000000000000%s','name':'op',"
                + "'startTimeUnixNano':'%d000000','endTimeUnixNano':'%d000000','status':{'code':%d}}]}]}]}",
            trace.repeat(16), span, NOON, NOON + 10, code)
        .replace('\'', '"');
  }
}
