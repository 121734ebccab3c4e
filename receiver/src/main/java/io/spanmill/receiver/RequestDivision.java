package io.spanmill.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spanmill.model.TraceId;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.wire.Ints;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the items of a request into several, each with the resources and scopes that it needs. */
final class RequestDivision {
  /** What tags and lengths around one item may take. */
  static final int FRAME_BYTES = 32;

  private final RequestIndex index;
  private final ItemSelection selection;
  private final int recordBytes;
  private final TracesWriter writer = new TracesWriter();
  private final List<Piece> pieces = new ArrayList<>();
  private int scope;
  private int resource;

  RequestDivision(RequestIndex index, ItemSelection selection, int recordBytes) {
    this.index = index;
    this.selection = selection;
    this.recordBytes = recordBytes;
  }

  /**
   * @param division anything but {@link Division#NONE} needs spans
   */
  List<Piece> divide(Division division) throws MalformedBytesException {
    if (division.byTrace()) {
      for (Map.Entry<TraceId, Ints> trace : traces().entrySet()) {
        byte[] key = trace.getKey().hex().getBytes(US_ASCII);
        write(Piece.ANYWHERE, key, trace.getValue());
      }
    } else if (division.partitions() > 0) {
      Ints[] items = byPartition(division.partitions());
      for (int partition = 0; partition < items.length; partition++) {
        write(partition, null, items[partition]);
      }
    } else {
      write(Piece.ANYWHERE, null, selection.passing());
    }
    return pieces;
  }

  private Ints[] byPartition(int partitions) throws MalformedBytesException {
    Ints[] items = new Ints[partitions];
    Arrays.setAll(items, partition -> new Ints());
    SpanView span = new SpanView();
    for (int at = 0; at < selection.passing().size(); at++) {
      int i = selection.passing().at(at);
      span.read(index.bytes(), index.spanFrom(i), index.spanTo(i));
      items[TraceId.partition(span.traceIdHigh(), span.traceIdLow(), partitions)].add(i);
    }
    return items;
  }

  private Map<TraceId, Ints> traces() throws MalformedBytesException {
    Map<TraceId, Ints> traces = new LinkedHashMap<>();
    SpanView span = new SpanView();
    for (int at = 0; at < selection.passing().size(); at++) {
      int i = selection.passing().at(at);
      span.read(index.bytes(), index.spanFrom(i), index.spanTo(i));
      TraceId id = new TraceId(span.traceIdHigh(), span.traceIdLow());
      traces.computeIfAbsent(id, first -> new Ints()).add(i);
    }
    return traces;
  }

  private void write(int partition, byte @Nullable [] key, Ints items) {
    forget();
    for (int at = 0; at < items.size(); at++) {
      int i = items.at(at);
      int added = index.spanTo(i) - index.spanFrom(i) + FRAME_BYTES;
      int origin = index.scopeOf(i) == scope ? 0 : index.originBytes(index.scopeOf(i));
      if (writer.spans() > 0 && writer.size() + added + origin > recordBytes) {
        flush(partition, key);
      }
      write(i);
    }
    flush(partition, key);
  }

  private void write(int i) {
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

  private void flush(int partition, byte @Nullable [] key) {
    if (writer.spans() > 0) {
      pieces.add(new Piece(partition, key, writer.finish()));
    }
    forget();
  }

  private void forget() {
    scope = -1;
    resource = -1;
  }
}
