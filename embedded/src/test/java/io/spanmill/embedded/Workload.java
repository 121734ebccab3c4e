package io.spanmill.embedded;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A small shop's traces over two source partitions, with duplicates and with spans that come after
 * their trace was decided; and what is to come of them, counted while they are made.
 */
final class Workload {
  /** One record for the input topic. */
  record Request(int partition, long arrivalMillis, byte[] value) {}

  private static final int TRACES_PER_REQUEST = 20;
  private static final long TRACE_EVERY_MILLIS = 10;
  private static final long LATE_BY_MILLIS = 5_000;

  private final SplittableRandom random;
  private final long baseMillis;
  private final List<Request> requests = new ArrayList<>();

  /** Spans by trace id in hex; late ones too. */
  final Map<String, List<Span>> traces = new HashMap<>();

  final Map<String, Long> calls = new TreeMap<>();
  final Map<String, Long> edges = new TreeMap<>();
  final Map<String, Boolean> failed = new HashMap<>();
  int spans;

  Workload(long seed, int traceCount, long baseMillis) {
    this.random = new SplittableRandom(seed);
    this.baseMillis = baseMillis;
    for (int first = 0; first < traceCount; first += TRACES_PER_REQUEST) {
      int next = Math.min(traceCount, first + TRACES_PER_REQUEST);
      addTraces(first, next, first == 0 || next == traceCount);
    }
    requests.sort(Comparator.comparingLong(Request::arrivalMillis));
  }

  /** In the order of their arrival. */
  List<Request> requests() {
    return Collections.unmodifiableList(requests);
  }

  /**
   * @param atTheEdge whether these are the first or the last: all of them fail, so that no window
   *     of time, however little of the traffic it has, is without failures
   */
  private void addTraces(int from, int to, boolean atTheEdge) {
    List<Span> frontend = new ArrayList<>();
    List<Span> checkout = new ArrayList<>();
    List<Span> payments = new ArrayList<>();
    List<Span> latePayments = new ArrayList<>();
    for (int i = from; i < to; i++) {
      boolean fails = atTheEdge || random.nextInt(20) == 0;
      addTrace(i, fails, frontend, checkout, random.nextInt(4) == 0 ? latePayments : payments);
    }
    long arrival = baseMillis + to * TRACE_EVERY_MILLIS + 100;
    int partition = from / TRACES_PER_REQUEST % 2;
    send(partition, arrival, "frontend", frontend);
    send(1 - partition, arrival + 50, "checkout", checkout);
    send(partition, arrival + 70, "payments", payments);
    send(1 - partition, arrival + LATE_BY_MILLIS, "payments", latePayments);
  }

  private void addTrace(
      int i, boolean fails, List<Span> frontend, List<Span> checkout, List<Span> payments) {
    long start = baseMillis + i * TRACE_EVERY_MILLIS;
    byte[] trace = new byte[16];
    random.nextBytes(trace);
    Span root = span(trace, 1, 0, "GET /", Span.SpanKind.SPAN_KIND_SERVER, start).build();
    Span call = span(trace, 2, 1, "POST", Span.SpanKind.SPAN_KIND_CLIENT, start).build();
    Span.Builder serve = span(trace, 3, 2, "POST /checkout", Span.SpanKind.SPAN_KIND_SERVER, start);
    if (fails) {
      serve.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
    }
    Span query =
        span(trace, 4, 3, "SELECT", Span.SpanKind.SPAN_KIND_CLIENT, start)
            .addAttributes(attribute("db.system", "postgresql"))
            .build();
    Span pay =
        span(trace, 5, 3, "POST", Span.SpanKind.SPAN_KIND_CLIENT, start)
            .addAttributes(attribute("server.address", "pay.example"))
            .build();
    Span paid = span(trace, 6, 5, "POST /pay", Span.SpanKind.SPAN_KIND_SERVER, start).build();
    frontend.addAll(List.of(root, call));
    checkout.addAll(List.of(serve.build(), query, pay));
    payments.add(paid);
    traces.put(hex(root.getTraceId()), List.of(root, call, serve.build(), query, pay, paid));
    failed.put(hex(root.getTraceId()), fails);
    for (String edge :
        List.of("user>frontend", "frontend>checkout", "checkout>postgresql", "checkout>payments")) {
      edges.merge(edge, 1L, Long::sum);
    }
  }

  private Span.Builder span(
      byte[] trace, int number, int parent, String name, Span.SpanKind kind, long startMillis) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(trace))
            .setSpanId(id(trace, number))
            .setName(name)
            .setKind(kind)
            .setStartTimeUnixNano(startMillis * 1_000_000)
            .setEndTimeUnixNano((startMillis + 1 + random.nextInt(80)) * 1_000_000);
    return parent == 0 ? span : span.setParentSpanId(id(trace, parent));
  }

  private static ByteString id(byte[] trace, int number) {
    long id = ByteBuffer.wrap(trace).getLong() * 31 + number;
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id).array());
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private void send(int partition, long arrival, String service, List<Span> members) {
    if (members.isEmpty()) {
      return;
    }
    for (Span span : members) {
      String status = span.getStatus().getCode().name();
      String kind = span.getKind().name();
      calls.merge(service + "|" + span.getName() + "|" + kind + "|" + status, 1L, Long::sum);
    }
    spans += members.size();
    ResourceSpans.Builder resource = ResourceSpans.newBuilder();
    resource.getResourceBuilder().addAttributes(attribute("service.name", service));
    resource.addScopeSpansBuilder().addAllSpans(members);
    byte[] value =
        ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build().toByteArray();
    requests.add(new Request(partition, arrival, value));
    if (random.nextInt(5) == 0) {
      requests.add(new Request(partition, arrival + 1 + random.nextInt(400), value));
    }
  }

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
