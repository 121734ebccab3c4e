package io.spanmill.alternatives;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Requests in, records by trace id out. */
final class SplitByTrace implements Processor<byte[], byte[], byte[], byte[]> {
  private final StoredTraces.Records records;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
  private ProcessorContext<byte[], byte[]> context;

  SplitByTrace(StoredTraces.Records records) {
    this.records = records;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> request) {
    if (request.value() == null) {
      return;
    }
    Map<ByteString, TracesData.Builder> chunks = new LinkedHashMap<>();
    for (ResourceSpans resource : parsed(request.value()).getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          TracesData alone = StoredTraces.alone(resource, scope, span);
          if (records == StoredTraces.Records.SPANS) {
            forward(span.getTraceId(), alone, request.timestamp());
          } else {
            chunks
                .computeIfAbsent(span.getTraceId(), id -> TracesData.newBuilder())
                .mergeFrom(alone);
          }
        }
      }
    }
    chunks.forEach((id, chunk) -> forward(id, chunk.build(), request.timestamp()));
  }

  private void forward(ByteString id, TracesData spans, long timestamp) {
    context.forward(new Record<>(id.toByteArray(), spans.toByteArray(), timestamp));
  }

  static TracesData parsed(byte[] bytes) {
    try {
      return TracesData.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }
}
