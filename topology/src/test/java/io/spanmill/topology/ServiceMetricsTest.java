package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.spanmill.sinks.metrics.DurationBuckets;
import io.spanmill.sinks.metrics.MetricNames;
import io.spanmill.sinks.metrics.PrometheusText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RED and edges as metrics of others, as they leave a pipeline. */
final class ServiceMetricsTest {
  private static final String CALLS = "traces.span.metrics.calls";
  private static final String REQUESTS = "traces_service_graph_request_total";
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private @TempDir Path stateDir;
  private DrivenPipeline pipeline;

  private void start(String metrics) {
    pipeline = new DrivenPipeline("metrics: " + metrics, stateDir);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  /** A client and its server, and then what says that it is later. */
  private void aTrace(int number, long sinceNoon) {
    String trace = String.format("%032x", number);
    pipeline.pipe(sinceNoon, span("shop", trace, "a1", "", 3));
    pipeline.pipe(sinceNoon, span("bank", trace, "a2", "a1", 2));
    pipeline.pipe(
        sinceNoon + 7_000, span("clock", String.format("%032x", number << 8), "b1", "", 1));
  }

  private static String span(String service, String trace, String id, String parent, int kind) {
    return String.format(
            "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':"
                + "{'stringValue':'%s'}}]},'scopeSpans':[{'spans':[{'traceId':'%s','spanId':"
                + "'00000000000000%s','parentSpanId':'%s','name':'op','kind':%d,"
                + "'startTimeUnixNano':'%d000000','endTimeUnixNano':'%d000000'}]}]}]}",
            service,
            trace,
            id,
            parent.isEmpty() ? "" : "00000000000000" + parent,
            kind,
            DrivenPipeline.NOON,
            DrivenPipeline.NOON + 10)
        .replace('\'', '"');
  }

  private List<Metric> told() throws InvalidProtocolBufferException {
    List<Metric> metrics = new ArrayList<>();
    var topic =
        pipeline
            .driver()
            .createOutputTopic(
                "spanmill-metrics", new StringDeserializer(), new ByteArrayDeserializer());
    for (byte[] value : topic.readValuesToList()) {
      ExportMetricsServiceRequest.parseFrom(value)
          .getResourceMetricsList()
          .forEach(
              resource ->
                  resource
                      .getScopeMetricsList()
                      .forEach(scope -> metrics.addAll(scope.getMetricsList())));
    }
    return metrics;
  }

  /** By all labels but those that are the same for all. */
  private static Map<String, Double> counts(List<Metric> metrics, String name) {
    Map<String, Double> counts = new TreeMap<>();
    for (Metric metric : metrics) {
      if (metric.getName().equals(name)) {
        for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
          String labels =
              point.getAttributesList().stream()
                  .filter(
                      label ->
                          List.of("service.name", "client", "server", "failed")
                              .contains(label.getKey()))
                  .map(label -> label.getValue().getStringValue())
                  .reduce((one, other) -> one + " " + other)
                  .orElse("");
          counts.put(labels, point.getAsDouble());
        }
      }
    }
    return counts;
  }

  @Test
  void whatSeriesHaveComeToIsToldAgainAndAgain() throws InvalidProtocolBufferException {
    start("{export: cumulative}");
    aTrace(1, 0);
    pipeline.driver().advanceWallClockTime(INTERVAL);
    assertThat(counts(told(), CALLS)).isEqualTo(Map.of("shop", 1.0, "bank", 1.0));
    aTrace(2, 8_000);
    aTrace(3, 16_000);
    pipeline.driver().advanceWallClockTime(INTERVAL);

    List<Metric> metrics = told();
    assertThat(counts(metrics, CALLS)).isEqualTo(Map.of("shop", 3.0, "bank", 3.0, "clock", 2.0));
    assertThat(counts(metrics, REQUESTS))
        .isEqualTo(Map.of("shop bank false", 3.0, "shop bank true", 0.0));
    assertThat(metrics.get(0).getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);

    pipeline.driver().advanceWallClockTime(INTERVAL);
    assertThat(counts(told(), CALLS)).isEqualTo(Map.of("shop", 3.0, "bank", 3.0, "clock", 2.0));
    pipeline.driver().advanceWallClockTime(Duration.ofHours(1).plus(INTERVAL));
    assertThat(told()).isEmpty();
  }

  @Test
  void byHowMuchSeriesHaveGrownIsToldOnce() throws InvalidProtocolBufferException {
    start("{export: delta}");
    aTrace(1, 0);
    pipeline.driver().advanceWallClockTime(INTERVAL);
    assertThat(counts(told(), CALLS)).isEqualTo(Map.of("shop", 1.0, "bank", 1.0));
    aTrace(2, 8_000);
    pipeline.driver().advanceWallClockTime(INTERVAL);
    assertThat(counts(told(), CALLS)).isEqualTo(Map.of("shop", 1.0, "bank", 1.0, "clock", 1.0));
    pipeline.driver().advanceWallClockTime(INTERVAL);
    assertThat(told()).isEmpty();
  }

  @Test
  void prometheusMayAskForWhatIsCertain() {
    start("{scrape: true, unit: seconds}");
    aTrace(1, 0);
    pipeline.driver().advanceWallClockTime(INTERVAL);
    pipeline.driver().advanceWallClockTime(Duration.ofSeconds(1));

    MetricNames names = new MetricNames(MetricNames.Kind.COLLECTOR, DurationBuckets.Unit.SECONDS);
    assertThat(PrometheusText.of(pipeline.totals().families(names)))
        .contains(
            "traces_span_metrics_calls_total{service_name=\"shop\",span_name=\"op\","
                + "span_kind=\"SPAN_KIND_CLIENT\",status_code=\"STATUS_CODE_UNSET\"} 1\n",
            "traces_service_graph_request_total{client=\"shop\",server=\"bank\","
                + "connection_type=\"\",failed=\"false\"} 1\n");
  }
}
