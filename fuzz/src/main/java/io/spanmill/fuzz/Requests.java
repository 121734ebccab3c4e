package io.spanmill.fuzz;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Arrays;
import java.util.List;

/** Requests that have everything in them, and hardly more than once. */
final class Requests {
  private Requests() {}

  static ExportTraceServiceRequest small() {
    return of(span(1).build());
  }

  static ExportTraceServiceRequest full() {
    return of(spans().toArray(Span[]::new));
  }

  /** One that has all, one with an event and a link, and one that no trace can take. */
  static List<Span> spans() {
    Span.Builder first = span(2).setParentSpanId(id(8, 9)).setFlags(0x103).setKindValue(3);
    first.setTraceState("ot=th:8;rv:00112233445566,x=1").setStatus(status());
    first.addAttributes(attribute("http.route", AnyValue.newBuilder().setStringValue("/a")));
    first.addAttributes(attribute("n", AnyValue.newBuilder().setIntValue(-1)));
    first.addAttributes(attribute("f", AnyValue.newBuilder().setDoubleValue(0.5)));
    first.addAttributes(attribute("b", AnyValue.newBuilder().setBoolValue(true)));
    first.addAttributes(attribute("l", AnyValue.newBuilder().setArrayValue(list())));
    first.addAttributes(attribute("m", AnyValue.newBuilder().setKvlistValue(map())));
    first.addAttributes(attribute("o", AnyValue.newBuilder().setBytesValue(id(3, 0xff))));
    Span.Builder second = span(3).setDroppedAttributesCount(1).setDroppedEventsCount(2);
    second.addEvents(Span.Event.newBuilder().setName("exception").setTimeUnixNano(5));
    second.addLinks(Span.Link.newBuilder().setTraceId(id(16, 4)).setSpanId(id(8, 4)));
    return List.of(first.build(), second.build(), span(4).clearTraceId().build());
  }

  private static ExportTraceServiceRequest of(Span... spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder().setSchemaUrl("urn:s");
    scope.setScope(InstrumentationScope.newBuilder().setName("lib").setVersion("1"));
    for (Span span : spans) {
      scope.addSpans(span);
    }
    Resource.Builder resource = Resource.newBuilder().setDroppedAttributesCount(1);
    resource.addAttributes(attribute("service.name", AnyValue.newBuilder().setStringValue("shop")));
    ResourceSpans.Builder spansOfOne =
        ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope);
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(spansOfOne).build();
  }

  private static Span.Builder span(int number) {
    return Span.newBuilder()
        .setTraceId(id(16, number))
        .setSpanId(id(8, number))
        .setName("GET /")
        .setStartTimeUnixNano(1_700_000_000_000_000_000L)
        .setEndTimeUnixNano(1_700_000_000_250_000_000L);
  }

  private static Status status() {
    return Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("é").build();
  }

  private static ArrayValue list() {
    return ArrayValue.newBuilder().addValues(AnyValue.newBuilder().setStringValue("x")).build();
  }

  private static KeyValueList map() {
    return KeyValueList.newBuilder().addValues(attribute("k", AnyValue.newBuilder())).build();
  }

  private static KeyValue attribute(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static ByteString id(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return ByteString.copyFrom(bytes);
  }
}
