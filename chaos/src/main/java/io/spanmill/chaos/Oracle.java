package io.spanmill.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows from the input alone what has to come out. Reads it with the official protobuf classes, and
 * shares no code with what it judges. Not thread-safe.
 */
final class Oracle {
  /** T of 30 % with four digits: docs/sampling.md. */
  private static final long THRESHOLD_OF_30_PERCENT = 0xb333L << 40;

  private static final HexFormat HEX = HexFormat.of();

  /** What of a span matters. */
  record Row(
      String id,
      String parent,
      String service,
      String name,
      Span.SpanKind kind,
      boolean error,
      String status,
      long nanos,
      int exceptions,
      @Nullable Peer peer) {
    /** What tells spans of a trace apart. */
    String identity() {
      return id + "/" + service + "/" + kind.name();
    }

    boolean isServing() {
      return kind == Span.SpanKind.SPAN_KIND_SERVER || kind == Span.SpanKind.SPAN_KIND_CONSUMER;
    }
  }

  /** Somebody who is called and not traced. */
  record Peer(String name, String type) {}

  /** A trace, and when a span of it was first to be sent. */
  private static final class Trace {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final long sentMillis;
    private boolean gold;

    private Trace(long sentMillis) {
      this.sentMillis = sentMillis;
    }
  }

  private final Map<String, Trace> traces = new HashMap<>();
  private final Map<String, Long> deadLetters = new HashMap<>();
  private long spans;

  /** Takes in one record of the input. */
  void take(PlannedRequest request) {
    byte[] value = request.value();
    if (value == null) {
      dead("null value");
      return;
    }
    try {
      ExportTraceServiceRequest sent = ExportTraceServiceRequest.parseFrom(value);
      if (value.length > 0 && sent.getResourceSpansCount() == 0) {
        dead("malformed request");
      }
      for (ResourceSpans resource : sent.getResourceSpansList()) {
        String service = text(resource.getResource().getAttributesList(), "service.name");
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            take(span, String.valueOf(service), request);
          }
        }
      }
    } catch (InvalidProtocolBufferException malformed) {
      dead("malformed request");
    }
  }

  private void dead(String reason) {
    deadLetters.merge(reason, 1L, Long::sum);
  }

  private void take(Span span, String service, PlannedRequest request) {
    String flaw = flaw(span);
    if (flaw != null) {
      dead("refused span: " + flaw);
      return;
    }
    String id = hex(span.getTraceId());
    byte[] key = request.key();
    if (key != null && !id.equals(new String(key, US_ASCII))) {
      dead("misdirected span");
      return;
    }
    Trace trace = traces.computeIfAbsent(id, any -> new Trace(request.dueMillis()));
    Row row = row(span, service);
    if (trace.rows.putIfAbsent(row.identity(), row) == null) {
      spans++;
      trace.gold |= TraceMaker.KEPT_TIER.equals(text(span.getAttributesList(), TraceMaker.TIER));
    }
  }

  private static @Nullable String flaw(Span span) {
    if (span.getTraceId().size() != 16) {
      return "trace_id of " + span.getTraceId().size() + " bytes";
    }
    if (isZero(span.getTraceId())) {
      return "trace_id is all zero";
    }
    if (span.getSpanId().size() != 8) {
      return "span_id of " + span.getSpanId().size() + " bytes";
    }
    if (isZero(span.getSpanId())) {
      return "span_id is all zero";
    }
    int parent = span.getParentSpanId().size();
    return parent == 0 || parent == 8 ? null : "parent_span_id of " + parent + " bytes";
  }

  private static boolean isZero(ByteString id) {
    for (byte b : id) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static Row row(Span span, String service) {
    long start = span.getStartTimeUnixNano();
    long end = span.getEndTimeUnixNano();
    return new Row(
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        service,
        span.getName(),
        span.getKind(),
        span.getStatus().getCodeValue() == 2,
        span.getStatus().getCode().name(),
        start >= 0 && end > start ? end - start : 0,
        span.getEventsCount(),
        peer(span));
  }

  private static @Nullable Peer peer(Span span) {
    if (span.getKind() != Span.SpanKind.SPAN_KIND_CLIENT
        && span.getKind() != Span.SpanKind.SPAN_KIND_PRODUCER) {
      return null;
    }
    String service = text(span.getAttributesList(), "peer.service");
    String database = text(span.getAttributesList(), "db.system");
    String destination = text(span.getAttributesList(), "messaging.destination.name");
    String address = text(span.getAttributesList(), "server.address");
    String type =
        database != null ? "database" : destination != null ? "messaging_system" : "virtual_node";
    for (String name : new String[] {service, database, destination, address}) {
      if (name != null) {
        return new Peer(name, type);
      }
    }
    return null;
  }

  private static @Nullable String text(List<KeyValue> attributes, String key) {
    for (KeyValue attribute : attributes) {
      if (attribute.getKey().equals(key)) {
        return attribute.getValue().getStringValue();
      }
    }
    return null;
  }

  static String hex(ByteString id) {
    return HEX.formatHex(id.toByteArray());
  }

  /** Of different spans that traces can take. */
  long spans() {
    return spans;
  }

  /** How many spans each trace has, by its id in hex. */
  Map<String, Integer> traces() {
    Map<String, Integer> sizes = new HashMap<>();
    traces.forEach((id, trace) -> sizes.put(id, trace.rows.size()));
    return sizes;
  }

  /** When the first span of a trace was due, in milliseconds since the campaign's beginning. */
  long sentMillis(String traceId) {
    Trace trace = traces.get(traceId);
    return trace == null ? 0 : trace.sentMillis;
  }

  boolean isKept(String traceId) {
    Trace trace = traces.get(traceId);
    long randomness = Long.parseUnsignedLong(traceId.substring(18), 16);
    return trace != null && (trace.gold || randomness >= THRESHOLD_OF_30_PERCENT);
  }

  /** The spans of a trace, each by what tells it apart. */
  List<String> identities(String traceId) {
    Trace trace = traces.get(traceId);
    return trace == null ? List.of() : new ArrayList<>(trace.rows.keySet());
  }

  /** How many dead letters there are, by reason. */
  Map<String, Long> deadLetters() {
    return Map.copyOf(deadLetters);
  }

  /** RED over all windows. */
  Map<String, Sums> red() {
    Map<String, Sums> red = new HashMap<>();
    for (Trace trace : traces.values()) {
      for (Row row : trace.rows.values()) {
        String series = String.join("|", row.service, row.name, row.kind.name(), row.status);
        red.merge(series, new Sums(1, row.error ? 1 : 0, row.nanos, 1), Sums::plus);
      }
    }
    return red;
  }

  /** Edges over all windows. */
  Map<String, Sums> edges() {
    Map<String, Sums> edges = new HashMap<>();
    for (Trace trace : traces.values()) {
      Map<String, Row> byId = new HashMap<>();
      trace.rows.values().forEach(row -> byId.put(row.id, row));
      Map<String, Boolean> called = new HashMap<>();
      for (Row row : trace.rows.values()) {
        Row parent = byId.get(row.parent);
        if (parent != null && !parent.service.equals(row.service)) {
          called.put(parent.id, true);
          add(edges, parent.service, row.service, typeOf(parent, row), call(parent, row));
        } else if (row.parent.isEmpty() && row.isServing()) {
          Sums sums = new Sums(1, row.error ? 1 : 0, 0, row.nanos);
          add(edges, "user", row.service, "virtual_node", sums);
        }
      }
      for (Row row : trace.rows.values()) {
        if (row.peer != null && !called.containsKey(row.id)) {
          Sums sums = new Sums(1, row.error ? 1 : 0, row.nanos, 0);
          add(edges, row.service, row.peer.name, row.peer.type, sums);
        }
      }
    }
    return edges;
  }

  /** Exceptions that spans have recorded. */
  long exceptions() {
    return traces.values().stream()
        .flatMap(trace -> trace.rows.values().stream())
        .mapToLong(Row::exceptions)
        .sum();
  }

  private static String typeOf(Row client, Row server) {
    boolean queued =
        client.kind == Span.SpanKind.SPAN_KIND_PRODUCER
            || server.kind == Span.SpanKind.SPAN_KIND_CONSUMER;
    return queued ? "messaging_system" : "";
  }

  private static Sums call(Row client, Row server) {
    return new Sums(1, client.error || server.error ? 1 : 0, client.nanos, server.nanos);
  }

  private static void add(
      Map<String, Sums> edges, String client, String server, String type, Sums sums) {
    edges.merge(String.join("|", client, server, type), sums, Sums::plus);
  }
}
