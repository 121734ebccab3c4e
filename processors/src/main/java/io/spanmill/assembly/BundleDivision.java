package io.spanmill.assembly;

import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.wire.MalformedBytesException;

/** Divides a bundle: each part has its traces' spans, in the order in which they came. */
final class BundleDivision {
  private static final byte[] NOTHING = {};

  private final TraceSpread spread;
  private final RequestIndex index = new RequestIndex();
  private final SpanView span = new SpanView();
  private final TracesWriter writer = new TracesWriter();
  private final int[] spans;

  BundleDivision(TraceSpread spread) {
    this.spread = spread;
    spans = new int[spread.parts()];
  }

  /**
   * A {@code TracesData} for each part, empty if nothing of it is theirs.
   *
   * @throws ForeignRecordException if this is no bundle
   */
  byte[][] divide(byte[] traces) {
    byte[][] divided = new byte[spread.parts()][];
    try {
      index.read(traces);
      int[] parts = new int[index.spans()];
      for (int i = 0; i < parts.length; i++) {
        span.read(traces, index.spanFrom(i), index.spanTo(i));
        parts[i] = spread.part(span.traceIdHigh(), span.traceIdLow());
      }
      for (int part = 0; part < divided.length; part++) {
        divided[part] = only(part, parts);
      }
      return divided;
    } catch (MalformedBytesException malformed) {
      throw new ForeignRecordException(malformed);
    }
  }

  private byte[] only(int part, int[] parts) {
    int scope = -1;
    int resource = -1;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] != part) {
        continue;
      }
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
    spans[part] = writer.spans();
    return spans[part] == 0 ? NOTHING : writer.finish();
  }

  /** How many spans a part has of what was divided last. */
  int spans(int part) {
    return spans[part];
  }
}
