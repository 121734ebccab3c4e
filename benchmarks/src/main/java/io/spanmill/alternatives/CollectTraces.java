package io.spanmill.alternatives;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Collects the spans of a trace in a store; when nothing has come for a while, decides, measures
 * and links it.
 */
final class CollectTraces implements Processor<byte[], byte[], byte[], byte[]> {
  private static final long SETTLE_MILLIS = 6_000;
  private static final long WINDOW_NANOS = 10_000_000_000L;
  private static final double SLOW_SECONDS = 2;
  private static final int KEPT_OF_A_HUNDRED = 5;
  private static final int BUCKETS = 16;
  private static final int SUM_BYTES = (2 + BUCKETS) * Long.BYTES;
  private static final List<String> DIMENSIONS =
      List.of(
          "telemetry.sdk.language",
          "http.route",
          "http.request.method",
          "http.response.status_code");

  /** When the last span of each open trace came, in its order. */
  private final Map<ByteString, Long> lastMillis = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<ByteString> newSeries = new LinkedHashSet<>();
  private final Set<ByteString> newPairs = new LinkedHashSet<>();

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
  private ProcessorContext<byte[], byte[]> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<byte[], byte[]> traces;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<byte[], byte[]> series;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<byte[], byte[]> edges;

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    traces = context.getStateStore(StoredTraces.TRACES);
    series = context.getStateStore(StoredTraces.SERIES);
    edges = context.getStateStore(StoredTraces.EDGES);
    context.schedule(Duration.ofSeconds(1), PunctuationType.STREAM_TIME, this::closeQuiet);
    context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, now -> tell());
  }

  /** Protobuf messages one behind the other are one message: a list is added to by appending. */
  @Override
  public void process(Record<byte[], byte[]> spans) {
    byte[] known = traces.get(spans.key());
    traces.put(spans.key(), known == null ? spans.value() : joined(known, spans.value()));
    lastMillis.put(ByteString.copyFrom(spans.key()), spans.timestamp());
  }

  private static byte[] joined(byte[] some, byte[] more) {
    return ByteBuffer.allocate(some.length + more.length).put(some).put(more).array();
  }

  private void closeQuiet(long nowMillis) {
    Iterator<Map.Entry<ByteString, Long>> open = lastMillis.entrySet().iterator();
    while (open.hasNext()) {
      Map.Entry<ByteString, Long> trace = open.next();
      if (trace.getValue() + SETTLE_MILLIS > nowMillis) {
        return;
      }
      close(trace.getKey().toByteArray(), nowMillis);
      open.remove();
    }
  }

  private void close(byte[] id, long nowMillis) {
    byte[] spans = traces.delete(id);
    if (spans == null) {
      return;
    }
    TracesData trace = SplitByTrace.parsed(spans);
    Map<ByteString, String> serviceOf = new HashMap<>();
    boolean keep = Math.floorMod(ByteBuffer.wrap(id).getLong(8), 100L) < KEPT_OF_A_HUNDRED;
    for (ResourceSpans resource : trace.getResourceSpansList()) {
      String service = value(resource.getResource().getAttributesList(), "service.name");
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          serviceOf.put(span.getSpanId(), service);
          keep |= isError(span) || seconds(span) > SLOW_SECONDS;
          measure(resource, service, span);
        }
      }
    }
    link(trace, serviceOf);
    byte[] hex = HexFormat.of().formatHex(id).getBytes(UTF_8);
    String decision =
        String.format(
            "{\"trace_id\":\"%s\",\"kept\":%b,\"spans\":%d}",
            new String(hex, UTF_8), keep, serviceOf.size());
    context.forward(new Record<>(hex, decision.getBytes(UTF_8), nowMillis), "decisions");
    if (keep) {
      context.forward(new Record<>(hex, spans, nowMillis), "traces");
    }
  }

  private void measure(ResourceSpans resource, String service, Span span) {
    StringBuilder key = new StringBuilder(128);
    key.append(window(span)).append('|').append(service).append('|').append(span.getName());
    key.append('|').append(span.getKindValue()).append('|').append(span.getStatus().getCodeValue());
    for (String dimension : DIMENSIONS) {
      String value = value(span.getAttributesList(), dimension);
      key.append('|')
          .append(
              value.isEmpty()
                  ? value(resource.getResource().getAttributesList(), dimension)
                  : value);
    }
    add(series, newSeries, key.toString(), span);
  }

  private void link(TracesData trace, Map<ByteString, String> serviceOf) {
    for (ResourceSpans resource : trace.getResourceSpansList()) {
      String service = value(resource.getResource().getAttributesList(), "service.name");
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          String caller = serviceOf.get(span.getParentSpanId());
          if (caller != null && !caller.equals(service)) {
            add(edges, newPairs, window(span) + "|" + caller + "|" + service, span);
          }
        }
      }
    }
  }

  private static void add(
      KeyValueStore<byte[], byte[]> store, Set<ByteString> news, String name, Span span) {
    byte[] key = name.getBytes(UTF_8);
    byte @Nullable [] known = store.get(key);
    ByteBuffer sum = known == null ? ByteBuffer.allocate(SUM_BYTES) : ByteBuffer.wrap(known);
    long nanos = Math.max(1, span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
    int octave = Long.SIZE - Long.numberOfLeadingZeros(nanos >>> 20);
    int bucket = (2 + Math.min(BUCKETS - 1, octave)) * Long.BYTES;
    sum.putLong(0, sum.getLong(0) + 1);
    sum.putLong(Long.BYTES, sum.getLong(Long.BYTES) + nanos);
    sum.putLong(bucket, sum.getLong(bucket) + 1);
    store.put(key, sum.array());
    news.add(ByteString.copyFrom(key));
  }

  private void tell() {
    tell(series, newSeries, "red");
    tell(edges, newPairs, "edges");
  }

  private void tell(KeyValueStore<byte[], byte[]> store, Set<ByteString> news, String to) {
    for (ByteString name : news) {
      byte[] key = name.toByteArray();
      context.forward(new Record<>(key, store.get(key), context.currentSystemTimeMs()), to);
    }
    news.clear();
  }

  private static long window(Span span) {
    return span.getEndTimeUnixNano() / WINDOW_NANOS;
  }

  private static boolean isError(Span span) {
    return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
  }

  private static double seconds(Span span) {
    return (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1e9;
  }

  private static String value(List<KeyValue> attributes, String key) {
    for (KeyValue attribute : attributes) {
      if (attribute.getKey().equals(key)) {
        return attribute.getValue().hasIntValue()
            ? Long.toString(attribute.getValue().getIntValue())
            : attribute.getValue().getStringValue();
      }
    }
    return "";
  }
}
