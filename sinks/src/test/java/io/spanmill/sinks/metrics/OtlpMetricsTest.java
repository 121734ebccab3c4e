package io.spanmill.sinks.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.spanmill.model.ConnectionType;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.Overflow;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Total;
import io.spanmill.model.Totals;
import io.spanmill.model.TraceId;
import io.spanmill.sinks.metrics.DurationBuckets.Unit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Read again by the official classes. */
class OtlpMetricsTest {
  private static final long NOW = 1_767_225_600_000L;
  private static final TraceId KEPT = new TraceId(0x0102, 0x0304);
  private static final MetricNames NAMES =
      new MetricNames(MetricNames.Kind.COLLECTOR, Unit.MILLISECONDS);

  private static Total<RedSeries, RedSum> red(String service, Map<String, String> dimensions) {
    RedSum sum = new RedSum();
    sum.add(1_000_000, 1L << 24);
    sum.add(3_000_000, 1L << 24);
    sum.add(20_000_000_000L, 5L << 24);
    sum.addExemplar(KEPT, 3_000_000);
    RedSeries series =
        new RedSeries(0, service, "GET /", SpanKind.SERVER, StatusCode.ERROR, dimensions);
    return new Total<>(series, sum, NOW - 60_000);
  }

  private static ExportMetricsServiceRequest written(
      OtlpMetrics.Histograms histograms, boolean delta, List<Total<RedSeries, RedSum>> all)
      throws InvalidProtocolBufferException {
    OtlpMetrics<RedSeries, RedSum> otlp =
        new OtlpMetrics<>(
            "scope", histograms, series -> Map.of("service.name", series.service()), NAMES::red);
    return ExportMetricsServiceRequest.parseFrom(otlp.toBytes(new Totals<>(NOW, delta, all)));
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, one -> one.getValue().getStringValue()));
  }

  @Test
  void countsStandUnderTheCollectorsNames() throws InvalidProtocolBufferException {
    List<Total<RedSeries, RedSum>> two =
        List.of(red("shop", Map.of("http.route", "/")), red("bank", Map.of()));
    ExportMetricsServiceRequest request = written(OtlpMetrics.Histograms.EXPLICIT, false, two);

    assertThat(request.getResourceMetricsList())
        .extracting(resource -> texts(resource.getResource().getAttributesList()))
        .containsExactly(Map.of("service.name", "shop"), Map.of("service.name", "bank"));
    ResourceMetrics shop = request.getResourceMetrics(0);
    var calls = shop.getScopeMetrics(0).getMetrics(0);
    assertThat(calls.getName()).isEqualTo("traces.span.metrics.calls");
    assertThat(calls.getSum().getIsMonotonic()).isTrue();
    assertThat(calls.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    NumberDataPoint point = calls.getSum().getDataPoints(0);
    assertThat(point.getAsDouble()).isEqualTo(7);
    assertThat(point.getStartTimeUnixNano()).isEqualTo((NOW - 60_000) * 1_000_000);
    assertThat(point.getTimeUnixNano()).isEqualTo(NOW * 1_000_000);
    assertThat(texts(point.getAttributesList()))
        .isEqualTo(
            Map.of(
                "service.name", "shop",
                "span.name", "GET /",
                "span.kind", "SPAN_KIND_SERVER",
                "status.code", "STATUS_CODE_ERROR",
                "http.route", "/"));
  }

  @Test
  void durationsStandInTheCollectorsBuckets() throws InvalidProtocolBufferException {
    var metric =
        written(OtlpMetrics.Histograms.EXPLICIT, true, List.of(red("shop", Map.of())))
            .getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetrics(1);
    assertThat(metric.getName()).isEqualTo("traces.span.metrics.duration");
    assertThat(metric.getUnit()).isEqualTo("ms");
    assertThat(metric.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    HistogramDataPoint point = metric.getHistogram().getDataPoints(0);
    assertThat(point.getExplicitBoundsList())
        .containsExactly(
            2.0, 4.0, 6.0, 8.0, 10.0, 50.0, 100.0, 200.0, 400.0, 800.0, 1000.0, 1400.0, 2000.0,
            5000.0, 10000.0, 15000.0);
    assertThat(point.getBucketCountsList())
        .containsExactly(1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
    assertThat(point.getCount()).isEqualTo(3);
    assertThat(point.getSum()).isEqualTo(20_004);
    assertThat(point.getExemplars(0).getAsDouble()).isEqualTo(3);
    assertThat(point.getExemplars(0).getTraceId().toByteArray())
        .containsExactly(0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 3, 4);
  }

  @Test
  void exponentialBucketsHoldWhatWasMeasured() throws InvalidProtocolBufferException {
    ExponentialHistogramDataPoint point =
        written(OtlpMetrics.Histograms.EXPONENTIAL, true, List.of(red("shop", Map.of())))
            .getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetrics(1)
            .getExponentialHistogram()
            .getDataPoints(0);
    double base = Math.pow(2, Math.pow(2, -point.getScale()));
    List<Long> counts = point.getPositive().getBucketCountsList();
    assertThat(counts).hasSizeLessThanOrEqualTo(ExponentialBuckets.MOST);
    assertThat(counts.stream().mapToLong(count -> count).sum()).isEqualTo(3);
    int first = point.getPositive().getOffset();
    assertThat(Math.pow(base, first)).isLessThanOrEqualTo(1.002);
    assertThat(Math.pow(base, first + 1)).isGreaterThan(0.998);
    double last = Math.pow(base, first + counts.size());
    assertThat(last).isBetween(20_000 * 0.998, 20_000 * base);
    assertThat(point.getExemplarsCount()).isEqualTo(1);
  }

  @Test
  void theOverflowIsMarkedAsOthersMarkTheirs() throws InvalidProtocolBufferException {
    NumberDataPoint point =
        written(OtlpMetrics.Histograms.EXPLICIT, true, List.of(red("", Overflow.dimensions(2))))
            .getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetrics(0)
            .getSum()
            .getDataPoints(0);
    assertThat(point.getAttributesList())
        .filteredOn(one -> one.getKey().equals("otel.metric.overflow"))
        .singleElement()
        .satisfies(mark -> assertThat(mark.getValue().getBoolValue()).isTrue());
  }

  @Test
  void callsBetweenServicesAreCountedByWhetherTheyFailed() throws InvalidProtocolBufferException {
    EdgeSum sum = new EdgeSum();
    sum.addCalls(2, 1L << 24, false, false);
    sum.addCalls(1, 1L << 24, true, false);
    sum.addClientDuration(3, 5_000_000);
    Edge edge = new Edge(0, "shop", "bank", ConnectionType.MESSAGING_SYSTEM);
    OtlpMetrics<Edge, EdgeSum> otlp =
        new OtlpMetrics<>(
            "graph", OtlpMetrics.Histograms.EXPLICIT, unused -> Map.of(), NAMES::edges);
    byte[] bytes = otlp.toBytes(new Totals<>(NOW, false, List.of(new Total<>(edge, sum, NOW - 1))));
    var metrics =
        ExportMetricsServiceRequest.parseFrom(bytes)
            .getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetricsList();
    assertThat(metrics)
        .extracting(metric -> metric.getName())
        .containsExactly(
            "traces_service_graph_request_total",
            "traces_service_graph_request_failed_total",
            "traces_service_graph_request_client_seconds",
            "traces_service_graph_request_server_seconds");
    assertThat(metrics.get(0).getSum().getDataPointsList())
        .extracting(point -> texts(point.getAttributesList()).get("failed"))
        .containsExactly("false", "true");
    assertThat(metrics.get(0).getSum().getDataPointsList())
        .extracting(NumberDataPoint::getAsDouble)
        .containsExactly(2.0, 1.0);
    assertThat(metrics.get(2).getHistogram().getDataPoints(0).getSum()).isEqualTo(0.015);
    assertThat(texts(metrics.get(2).getHistogram().getDataPoints(0).getAttributesList()))
        .isEqualTo(
            Map.of("client", "shop", "server", "bank", "connection_type", "messaging_system"));
  }
}
