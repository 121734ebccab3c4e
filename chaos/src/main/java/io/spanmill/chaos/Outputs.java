package io.spanmill.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.embedded.JsonFields;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What came out, as it has to be added up by whoever reads the output topics. Not thread-safe. */
final class Outputs {
  /** What decisions said of one trace. */
  static final class Decided {
    private int times;
    private boolean kept;
    private boolean reopened;
    private long spans;
    private long lateSpans;

    /** How often it was decided: once, one hopes. */
    int times() {
      return times;
    }

    boolean kept() {
      return kept;
    }

    boolean reopened() {
      return reopened;
    }

    /** With those that came late. */
    long spans() {
      return spans + lateSpans;
    }
  }

  /** One record of the decisions. */
  private static final class Decision {
    private String trace = "";
    private int revision;
    private boolean kept;
    private boolean reopened;
    private long spans;
    private long lateSpans;

    private void read(String field, JsonParser value) throws IOException {
      switch (field) {
        case "trace_id" -> trace = value.getText();
        case "revision" -> revision = value.getIntValue();
        case "kept" -> kept = value.getBooleanValue();
        case "reopened" -> reopened = value.currentToken() == JsonToken.VALUE_TRUE;
        case "spans" -> spans = value.getLongValue();
        case "late_spans" -> lateSpans = value.getLongValue();
        default -> {}
      }
    }
  }

  private record Named(String name, Sums sums) {}

  private final Map<String, Decided> decided = new HashMap<>();
  private final Map<String, Map<String, Integer>> emitted = new HashMap<>();
  private final Map<String, Named> red = new HashMap<>();
  private final Map<String, Named> edges = new HashMap<>();
  private final Map<String, Long> exceptions = new HashMap<>();
  private final Map<String, Long> deadLetters = new HashMap<>();

  /** By trace id in hex. */
  Map<String, Decided> decided() {
    return Collections.unmodifiableMap(decided);
  }

  /** How often each span came out, by trace id in hex and what tells the span apart. */
  Map<String, Map<String, Integer>> emitted() {
    return Collections.unmodifiableMap(emitted);
  }

  Map<String, Sums> red() {
    return total(red);
  }

  Map<String, Sums> edges() {
    return total(edges);
  }

  /** How many there are in all groups of errors. */
  long exceptions() {
    return exceptions.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many, by reason without its details. */
  Map<String, Long> deadLetters() {
    return Map.copyOf(deadLetters);
  }

  private static Map<String, Sums> total(Map<String, Named> points) {
    Map<String, Sums> totals = new HashMap<>();
    points.values().forEach(point -> totals.merge(point.name(), point.sums(), Sums::plus));
    totals.values().removeIf(Sums::isNothing);
    return totals;
  }

  void takeDecision(ConsumerRecord<byte[], byte[]> record) {
    Decision decision = new Decision();
    JsonFields.each(record.value(), decision::read);
    Decided trace = decided.computeIfAbsent(decision.trace, any -> new Decided());
    trace.lateSpans = decision.lateSpans;
    trace.reopened |= decision.reopened;
    if (decision.revision == 0) {
      trace.times++;
      trace.kept = decision.kept;
      trace.spans = decision.spans;
    }
  }

  void takeTrace(ConsumerRecord<byte[], byte[]> record) {
    Map<String, Integer> spans =
        emitted.computeIfAbsent(new String(record.key(), UTF_8), any -> new HashMap<>());
    try {
      for (ResourceSpans resource : TracesData.parseFrom(record.value()).getResourceSpansList()) {
        String service = serviceOf(resource);
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            String id = Oracle.hex(span.getSpanId());
            spans.merge(id + "/" + service + "/" + span.getKind().name(), 1, Integer::sum);
          }
        }
      }
    } catch (InvalidProtocolBufferException unreadable) {
      spans.merge("unreadable", 1, Integer::sum);
    }
  }

  private static String serviceOf(ResourceSpans resource) {
    for (KeyValue attribute : resource.getResource().getAttributesList()) {
      if (attribute.getKey().equals("service.name")) {
        return attribute.getValue().getStringValue();
      }
    }
    return "";
  }

  void takeRed(ConsumerRecord<byte[], byte[]> record) {
    put(red, record, point -> new Named(point.redName(), point.redSums()));
  }

  void takeEdge(ConsumerRecord<byte[], byte[]> record) {
    put(edges, record, point -> new Named(point.edgeName(), point.edgeSums()));
  }

  void takeError(ConsumerRecord<byte[], byte[]> record) {
    put(exceptions, record, Point::exceptions);
  }

  /** The last record of a key holds; one without a value says that there is nothing. */
  private static <V> void put(
      Map<String, V> points, ConsumerRecord<byte[], byte[]> record, Function<Point, V> reading) {
    String key = new String(record.key(), UTF_8);
    if (record.value() == null) {
      points.remove(key);
    } else {
      points.put(key, reading.apply(Point.read(record.value())));
    }
  }

  void takeDeadLetter(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader("spanmill.reason");
    String reason = header == null ? "no reason" : new String(header.value(), UTF_8);
    for (String detailed : List.of("malformed request", "misdirected span")) {
      reason = reason.startsWith(detailed) ? detailed : reason;
    }
    deadLetters.merge(reason, 1L, Long::sum);
  }
}
