package io.spanmill.receiver;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Requests as SDKs make them. */
public final class Requests {
  private Requests() {}

  /** One resource and scope with so many spans, each of a trace of its own. */
  public static byte[] spans(String service, int count) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    var resource = request.addResourceSpansBuilder().setResource(resource(service));
    var scope = resource.addScopeSpansBuilder();
    scope.getScopeBuilder().setName("tests");
    for (int i = 1; i <= count; i++) {
      scope.addSpans(span(i, i));
    }
    return request.build().toByteArray();
  }

  public static Span span(long trace, long id) {
    return Span.newBuilder()
        .setTraceId(bytes(7, trace))
        .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id)))
        .setName("GET /" + id)
        .setStartTimeUnixNano(1_000)
        .setEndTimeUnixNano(2_000)
        .build();
  }

  public static ByteString bytes(long high, long low) {
    return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(0, high).putLong(8, low));
  }

  public static Resource resource(String service) {
    AnyValue name = AnyValue.newBuilder().setStringValue(service).build();
    return Resource.newBuilder()
        .addAttributes(KeyValue.newBuilder().setKey("service.name").setValue(name))
        .build();
  }

  static byte[] logs(int count) {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    var scope =
        request.addResourceLogsBuilder().setResource(resource("logger")).addScopeLogsBuilder();
    for (int i = 0; i < count; i++) {
      scope.addLogRecordsBuilder().setSeverityText("INFO" + i);
    }
    return request.build().toByteArray();
  }

  static byte[] metrics() {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    request
        .addResourceMetricsBuilder()
        .setResource(resource("meter"))
        .addScopeMetricsBuilder()
        .addMetricsBuilder()
        .setName("requests")
        .getGaugeBuilder()
        .addDataPointsBuilder()
        .setAsInt(3);
    return request.build().toByteArray();
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
