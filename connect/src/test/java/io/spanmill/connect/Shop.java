package io.spanmill.connect;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two services with OpenTelemetry's SDK: a shop, which sends by gRPC, has a bank, which sends by
 * HTTP, take money.
 */
final class Shop implements AutoCloseable {
  static final int SPANS_IN_A_TRACE = 4;

  private static final int MINUTE = 60;

  private final SdkTracerProvider shop;
  private final SdkTracerProvider bank;
  private final List<String> sent = new ArrayList<>();

  Shop(String url) {
    shop = service("shop", OtlpGrpcSpanExporter.builder().setEndpoint(url).build());
    bank =
        service(
            "bank",
            OtlpHttpSpanExporter.builder()
                .setEndpoint(url + "/v1/traces")
                .setCompression("gzip")
                .build());
  }

  private static SdkTracerProvider service(String name, SpanExporter exporter) {
    Attributes attributes = Attributes.of(AttributeKey.stringKey("service.name"), name);
    return SdkTracerProvider.builder()
        .setResource(Resource.create(attributes))
        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
        .build();
  }

  /** Trace and span ids of what was sent, in hex with a slash in between. */
  List<String> sell(int times) {
    for (int i = 0; i < times; i++) {
      Span order = span(shop, "POST /order", SpanKind.SERVER, Context.root());
      Span pay = span(shop, "pay", SpanKind.CLIENT, Context.root().with(order));
      Span charge = span(bank, "charge", SpanKind.SERVER, Context.root().with(pay));
      span(bank, "book", SpanKind.INTERNAL, Context.root().with(charge)).end();
      charge.end();
      pay.end();
      order.end();
    }
    List.of(shop, bank).forEach(provider -> provider.forceFlush().join(MINUTE, TimeUnit.SECONDS));
    return sent;
  }

  private Span span(SdkTracerProvider provider, String name, SpanKind kind, Context parent) {
    Tracer tracer = provider.get("tests");
    Span span = tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
    sent.add(span.getSpanContext().getTraceId() + "/" + span.getSpanContext().getSpanId());
    return span;
  }

  @Override
  public void close() {
    shop.close();
    bank.close();
  }
}
