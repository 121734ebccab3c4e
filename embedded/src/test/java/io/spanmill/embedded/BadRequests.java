package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Requests that nobody should send, and what is to become of each. */
final class BadRequests {
  static final int RECORD_BYTES = 3 << 20;
  static final int LARGE_TRACE = 200_000;
  static final long BEGIN_MILLIS = 1_795_000_000_000L;

  private static final long SEED = 4711;
  private static final int LARGE_TRACE_REQUESTS = 40;

  /**
   * One request.
   *
   * @param name also that of its spans
   * @param value null as a record's value may be
   * @param reasons how the reasons of its dead letters begin
   * @param accepted how many of its spans count
   */
  record Case(String name, byte @Nullable [] value, List<String> reasons, int accepted) {}

  private final List<Case> cases = new ArrayList<>();
  private int traces;

  static List<Case> all() {
    BadRequests requests = new BadRequests();
    requests.addUnreadable();
    requests.addEmpty();
    requests.addWrongIds();
    requests.addOdd();
    requests.addLarge();
    requests.addLargeTrace();
    requests.good("after all of that", requests.span());
    return requests.cases;
  }

  private void addUnreadable() {
    byte[] sound = request(resource(), span().setName("truncated")).toByteArray();
    byte[] noise = new byte[300];
    new Random(SEED).nextBytes(noise);
    refused("truncated protobuf", Arrays.copyOf(sound, sound.length - 5), "malformed request");
    refused("random bytes", noise, "malformed request");
    refused("JSON of metrics", "{\"resourceMetrics\":[]}".getBytes(UTF_8), "malformed request");
    refused("JSON of something", "{\"a\":{\"b\":1}}".getBytes(UTF_8), "malformed request");
    refused("a JSON list", "[{\"resourceSpans\":[]}]".getBytes(UTF_8), "malformed request");
    refused("half of JSON", "{\"resourceSpans\":[{".getBytes(UTF_8), "malformed request");
    refused("metrics", metrics(), "refused span: trace_id of 8 bytes");
  }

  private void addEmpty() {
    refused("null value", null, "null value");
    cases.add(new Case("empty value", new byte[0], List.of(), 0));
    cases.add(new Case("empty JSON", "{}".getBytes(UTF_8), List.of(), 0));
    cases.add(new Case("no spans", request(resource()).toByteArray(), List.of(), 0));
  }

  private void addWrongIds() {
    ByteString nothing = ByteString.EMPTY;
    ByteString zeros = ByteString.copyFrom(new byte[16]);
    mixed("empty trace id", span().setTraceId(nothing), "refused span: trace_id of 0 bytes");
    mixed("zero trace id", span().setTraceId(zeros), "refused span: trace_id is all zero");
    mixed("empty span id", span().setSpanId(nothing), "refused span: span_id of 0 bytes");
    mixed(
        "zero span id", span().setSpanId(zeros.substring(8)), "refused span: span_id is all zero");
    mixed("long span id", span().setSpanId(zeros), "refused span: span_id of 16 bytes");
    mixed(
        "short parent id",
        span().setParentSpanId(zeros.substring(11)),
        "refused span: parent_span_id of 5 bytes");
  }

  private void addOdd() {
    TracesData homeless = request(ResourceSpans.newBuilder(), span().setName("no resource"));
    cases.add(new Case("no resource", homeless.toByteArray(), List.of(), 1));
    Span.Builder wide = span();
    for (int i = 0; i < 5_000; i++) {
      wide.addAttributes(attribute("key." + i, "value " + i));
    }
    good("5000 attributes", wide);
    good("end before start", span().setEndTimeUnixNano(BEGIN_MILLIS * 1_000_000 - 5));
    good("1970", span().setStartTimeUnixNano(5).setEndTimeUnixNano(1_005));
    long far = 4_300_000_000L * 1_000_000_000;
    good("2106", span().setStartTimeUnixNano(far).setEndTimeUnixNano(far + 1_000));
    good("beyond all times", span().setStartTimeUnixNano(-9).setEndTimeUnixNano(-1));
  }

  private void addLarge() {
    String large = "x".repeat(2 << 20);
    good("2 MB", span().addAttributes(attribute("text", large)));
    Span.Builder huge = span().addAttributes(attribute("text", large + large));
    mixed(
        "over the limit", huge, "refused span: span of 4194467 bytes with its resource and scope");
    Resource.Builder heavy = Resource.newBuilder().addAttributes(attribute("text", large));
    Span.Builder half = span().setName("half").addAttributes(attribute("text", large));
    byte[] both = request(ResourceSpans.newBuilder().setResource(heavy), half).toByteArray();
    refused("over the limit with its resource", both, "refused span: span of ");
    addHeavyNeighbours("x".repeat(900 << 10), "x".repeat(5 << 19));
  }

  /** Two spans of one trace that fit into a record each, but not together. */
  private void addHeavyNeighbours(String text, String heavy) {
    String name = "heavy neighbours";
    ByteString traceId = traceId();
    Span.Builder first = span(traceId, id(1)).setName(name).addAttributes(attribute("text", text));
    Span.Builder second = span(traceId, id(2)).setName(name).setParentSpanId(id(1));
    Resource.Builder resource = Resource.newBuilder().addAttributes(attribute("text", heavy));
    TracesData request =
        TracesData.newBuilder()
            .mergeFrom(request(resource(), first))
            .mergeFrom(request(ResourceSpans.newBuilder().setResource(resource), second))
            .build();
    cases.add(new Case(name, request.toByteArray(), List.of(), 2));
  }

  private void addLargeTrace() {
    ByteString traceId = traceId();
    int each = LARGE_TRACE / LARGE_TRACE_REQUESTS;
    for (int from = 0; from < LARGE_TRACE; from += each) {
      ScopeSpans.Builder scope = ScopeSpans.newBuilder();
      for (int i = from; i < from + each; i++) {
        Span.Builder span = span(traceId, id(i + 1)).setName("large trace");
        scope.addSpans(i == 0 ? span : span.setParentSpanId(id(i / 10 + 1)));
      }
      TracesData request =
          TracesData.newBuilder().addResourceSpans(resource().addScopeSpans(scope)).build();
      cases.add(new Case("large trace", request.toByteArray(), List.of(), each));
    }
  }

  private void refused(String name, byte @Nullable [] value, String reason) {
    cases.add(new Case(name, value, List.of(reason), 0));
  }

  private void good(String name, Span.Builder span) {
    cases.add(new Case(name, request(resource(), span.setName(name)).toByteArray(), List.of(), 1));
  }

  /** A bad span between two good ones. */
  private void mixed(String name, Span.Builder bad, String reason) {
    TracesData request =
        request(resource(), span().setName(name), bad.setName("never"), span().setName(name));
    cases.add(new Case(name, request.toByteArray(), List.of(reason), 2));
  }

  private static TracesData request(ResourceSpans.Builder resource, Span.Builder... spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (Span.Builder span : spans) {
      scope.addSpans(span);
    }
    return TracesData.newBuilder().addResourceSpans(resource.addScopeSpans(scope)).build();
  }

  private static ResourceSpans.Builder resource() {
    return ResourceSpans.newBuilder()
        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", "bad")));
  }

  /** A root of a trace of its own. */
  private Span.Builder span() {
    return span(traceId(), id(1));
  }

  private static Span.Builder span(ByteString traceId, ByteString id) {
    return Span.newBuilder()
        .setTraceId(traceId)
        .setSpanId(id)
        .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
        .setStartTimeUnixNano(BEGIN_MILLIS * 1_000_000)
        .setEndTimeUnixNano(BEGIN_MILLIS * 1_000_000 + 1_000)
        .addAttributes(attribute("note", "so that a span has some bytes, as spans do in life"));
  }

  private ByteString traceId() {
    return id(-7).concat(id(++traces));
  }

  private static ByteString id(long number) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).array());
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  /** In protobuf, metrics look like spans whose ids are words. */
  private static byte[] metrics() {
    Metric metric = Metric.newBuilder().setName("requests").build();
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
        .build()
        .toByteArray();
  }
}
