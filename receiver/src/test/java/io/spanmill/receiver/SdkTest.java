package io.spanmill.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.spanmill.otlp.Signal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The exporters of OpenTelemetry's Java SDK, as applications have them. */
final class SdkTest {
  private final Postbox postbox = new Postbox();
  private OtlpReceiver receiver;

  @AfterEach
  void close() {
    receiver.close();
  }

  private String url() throws IOException {
    receiver = OtlpReceiver.start(ReceiverConfig.plain(new ListenAddress("127.0.0.1", 0)), postbox);
    return "http://127.0.0.1:" + receiver.port();
  }

  @Test
  void spansComeByGrpcAndHttpPackedAndPlain() throws Exception {
    String url = url();
    List<SpanExporter> exporters =
        List.of(
            OtlpGrpcSpanExporter.builder().setEndpoint(url).build(),
            OtlpGrpcSpanExporter.builder().setEndpoint(url).setCompression("gzip").build(),
            OtlpHttpSpanExporter.builder().setEndpoint(url + "/v1/traces").build(),
            OtlpHttpSpanExporter.builder()
                .setEndpoint(url + "/v1/traces")
                .setCompression("gzip")
                .build());

    for (SpanExporter exporter : exporters) {
      assertThat(export(exporter, 100).isSuccess()).as(exporter.toString()).isTrue();
    }

    assertThat(postbox.delivered()).hasSize(4);
    for (Piece piece : postbox.pieces()) {
      var request = ExportTraceServiceRequest.parseFrom(piece.value());
      assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpansCount()).isEqualTo(100);
    }
  }

  @Test
  void metricsAndLogsComeByGrpcAndHttp() throws Exception {
    String url = url();

    assertThat(export(OtlpGrpcMetricExporter.builder().setEndpoint(url).build())).isTrue();
    assertThat(export(OtlpHttpMetricExporter.builder().setEndpoint(url + "/v1/metrics").build()))
        .isTrue();
    assertThat(export(OtlpGrpcLogRecordExporter.builder().setEndpoint(url).build())).isTrue();
    assertThat(export(OtlpHttpLogRecordExporter.builder().setEndpoint(url + "/v1/logs").build()))
        .isTrue();

    assertThat(postbox.delivered())
        .extracting(Admitted::signal)
        .startsWith(Signal.METRICS)
        .endsWith(Signal.LOGS, Signal.LOGS);
  }

  @Test
  void anSdkTriesAgainUntilItIsTaken() throws Exception {
    postbox.reticent();
    for (SpanExporter exporter :
        List.of(
            OtlpGrpcSpanExporter.builder().setEndpoint(url()).build(),
            OtlpHttpSpanExporter.builder()
                .setEndpoint("http://127.0.0.1:" + receiver.port() + "/v1/traces")
                .build())) {
      CompletableResultCode result = begin(exporter, 1);
      postbox.next().outcome().complete(Outcome.UNAVAILABLE);
      postbox.next().outcome().complete(Outcome.DELIVERED);
      assertThat(result.join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
      exporter.close();
    }
  }

  private static CompletableResultCode export(SpanExporter exporter, int spans) {
    CompletableResultCode result = begin(exporter, spans).join(30, TimeUnit.SECONDS);
    exporter.close();
    return result;
  }

  private static CompletableResultCode begin(SpanExporter exporter, int spans) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    for (int i = 0; i < spans; i++) {
      provider.get("tests").spanBuilder("GET").setAttribute("i", i).startSpan().end();
    }
    return provider.forceFlush();
  }

  private static boolean export(MetricExporter exporter) {
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder()
            .registerMetricReader(PeriodicMetricReader.create(exporter))
            .build()) {
      LongCounter counter = provider.get("tests").counterBuilder("calls").build();
      counter.add(3);
      return provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess();
    }
  }

  private static boolean export(LogRecordExporter exporter) {
    try (SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
            .build()) {
      provider
          .get("tests")
          .logRecordBuilder()
          .setBody("hello")
          .setAttribute(AttributeKey.stringKey("a"), "b")
          .emit();
      return provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess();
    }
  }
}
