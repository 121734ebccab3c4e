package io.spanmill.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.model.TraceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the spans of a request come to be in records. */
enum InputKind {
  /** A request is a record, in any partition. */
  MIXED,
  /** One for each partition that its traces belong to, as the Kafka Connect source writes them. */
  PARTITIONED,
  /** One for each trace, under its id, as the Collector writes them that partitions by it. */
  BY_TRACE;

  private static final int TRACE_ID_BYTES = 16;

  /**
   * What one record has of a request.
   *
   * @param place says which partition, as {@link PlannedRequest#draw} does
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on to Kafka, never compared
  record Part(byte @Nullable [] key, int place, List<Span> spans) {}

  /** Whether all spans of a trace are in one partition. */
  boolean isByTrace() {
    return this != MIXED;
  }

  /**
   * @param draw where a request goes of which it does not matter; not negative
   */
  List<Part> divide(List<Span> spans, int draw) {
    if (this == MIXED) {
      return List.of(new Part(null, draw, spans));
    }
    Map<ByteString, List<Span>> byTrace = new LinkedHashMap<>();
    spans.forEach(
        span -> byTrace.computeIfAbsent(span.getTraceId(), any -> new ArrayList<>()).add(span));
    return this == BY_TRACE ? byTrace(byTrace) : partitioned(byTrace);
  }

  private static List<Part> byTrace(Map<ByteString, List<Span>> traces) {
    List<Part> parts = new ArrayList<>();
    traces.forEach(
        (id, spans) -> {
          byte[] key = Oracle.hex(id).getBytes(US_ASCII);
          parts.add(new Part(key, Arrays.hashCode(key) & Integer.MAX_VALUE, spans));
        });
    return parts;
  }

  private static List<Part> partitioned(Map<ByteString, List<Span>> traces) {
    Map<Integer, List<Span>> parts = new LinkedHashMap<>();
    traces.forEach(
        (id, spans) -> parts.computeIfAbsent(home(id), any -> new ArrayList<>()).addAll(spans));
    return parts.entrySet().stream()
        .map(part -> new Part(null, part.getKey(), part.getValue()))
        .toList();
  }

  /** What has no id that could be one is refused wherever it is. */
  private static int home(ByteString id) {
    if (id.size() != TRACE_ID_BYTES) {
      return 0;
    }
    ByteBuffer bytes = id.asReadOnlyByteBuffer();
    return TraceId.partition(bytes.getLong(), bytes.getLong(), Campaign.FIRST_INPUT_PARTITIONS);
  }
}
