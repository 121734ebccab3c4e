package io.spanmill.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spanmill.model.TraceId;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.split.RequestSplitter;
import io.spanmill.wire.Ints;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What becomes of a request in the input. Not thread-safe. */
final class LoadRecords {
  private final String topic;
  private final int partitions;
  private final InputKind kind;
  private final RequestSplitter splitter;
  private final RequestIndex index = new RequestIndex();
  private final SpanView view = new SpanView();
  private final TracesWriter writer = new TracesWriter();
  private int next;

  LoadRecords(String topic, int partitions, InputKind kind, int largestRecord) {
    this.topic = topic;
    this.partitions = partitions;
    this.kind = kind;
    this.splitter = new RequestSplitter(partitions, largestRecord, largestRecord);
  }

  List<ProducerRecord<byte[], byte[]>> of(byte[] request, long millis) {
    try {
      return switch (kind) {
        case MIXED ->
            List.of(new ProducerRecord<>(topic, next++ % partitions, millis, null, request));
        case PARTITIONED -> byPartition(request, millis);
        case BY_TRACE -> byTrace(request, millis);
      };
    } catch (MalformedBytesException own) {
      throw new IllegalStateException(own);
    }
  }

  private List<ProducerRecord<byte[], byte[]>> byPartition(byte[] request, long millis)
      throws MalformedBytesException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    splitter.split(
        request,
        new RequestSplitter.Output() {
          @Override
          public void bundle(int partition, byte[] traces, int spans) {
            records.add(new ProducerRecord<>(topic, partition, millis, null, traces));
          }

          @Override
          public void refusedSpan(String reason, byte[] traces) {
            throw new IllegalStateException(reason);
          }
        });
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> byTrace(byte[] request, long millis)
      throws MalformedBytesException {
    index.read(request);
    Map<TraceId, Ints> traces = new LinkedHashMap<>();
    for (int i = 0; i < index.spans(); i++) {
      view.read(request, index.spanFrom(i), index.spanTo(i));
      TraceId id = new TraceId(view.traceIdHigh(), view.traceIdLow());
      traces.computeIfAbsent(id, first -> new Ints()).add(i);
    }
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    traces.forEach(
        (id, spans) -> {
          byte[] key = id.hex().getBytes(US_ASCII);
          records.add(new ProducerRecord<>(topic, null, millis, key, written(spans)));
        });
    return records;
  }

  private byte[] written(Ints spans) {
    int scope = -1;
    int resource = -1;
    for (int at = 0; at < spans.size(); at++) {
      int i = spans.at(at);
      if (index.scopeOf(i) != scope) {
        scope = index.scopeOf(i);
        if (index.resourceOf(scope) != resource) {
          resource = index.resourceOf(scope);
          writer.resource(index.resourceFields(resource));
        }
        writer.scope(index.scopeFields(scope));
      }
      writer.span(index.bytes(), index.spanFrom(i), index.spanTo(i));
    }
    return writer.finish();
  }
}
