package io.spanmill.sampling;

import io.spanmill.model.Basis;
import io.spanmill.model.Threshold;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.SpanWithThreshold;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.TraceView;
import io.spanmill.wire.Ints;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is kept: spans grouped by where they come from, each with the threshold that it was
 * kept at. Not thread-safe.
 */
public final class KeptTraceWriter {
  private final int cutBytes;
  private final int recordBytes;
  private final TracesWriter writer = new TracesWriter();
  private final SpanWithThreshold stamped = new SpanWithThreshold();
  private @Nullable Origin current;

  /**
   * @param cutBytes a trace is cut, between spans, when it has reached this size
   * @param recordBytes where a span's resource and scope take most of that, when it has reached
   *     this size: every record repeats them
   */
  public KeptTraceWriter(int cutBytes, int recordBytes) {
    this.cutBytes = cutBytes;
    this.recordBytes = recordBytes;
  }

  /** Writes a whole trace, mostly as one {@code TracesData}. */
  public void write(TraceView spans, long threshold, Basis basis, Consumer<byte[]> output) {
    Map<Origin, Ints> byOrigin = new LinkedHashMap<>();
    for (int span = 0; span < spans.size(); span++) {
      byOrigin.computeIfAbsent(spans.origin(span), origin -> new Ints()).add(span);
    }
    SpanTable table = spans.trace().spans();
    byOrigin.forEach(
        (origin, members) -> {
          for (int i = 0; i < members.size(); i++) {
            int span = members.at(i);
            add(spans.span(span), origin, table.threshold(span), threshold, basis, output);
          }
        });
    finish(output);
  }

  /**
   * Adds one span; {@link #finish} puts out what was added.
   *
   * @param arrived the threshold it came with, {@link Threshold#ABSENT} or {@link
   *     Threshold#UNKNOWN}
   * @param threshold T* of the trace, or {@link Threshold#UNKNOWN}
   * @param basis what T* was held against
   */
  public void add(
      SpanView span,
      Origin origin,
      long arrived,
      long threshold,
      Basis basis,
      Consumer<byte[]> output) {
    stamp(span, arrived, threshold, basis);
    if (writer.spans() > 0 && writer.size() + added(origin) > limit(origin)) {
      finish(output);
    }
    moveTo(origin);
    writer.span(stamped.bytes(), 0, stamped.length());
  }

  private int added(Origin origin) {
    return current == origin ? stamped.length() : stamped.length() + bytes(origin);
  }

  private int limit(Origin origin) {
    return bytes(origin) > cutBytes / 2 ? recordBytes : cutBytes;
  }

  private static int bytes(Origin origin) {
    return origin.resourceFields().length + origin.scopeFields().length;
  }

  private void moveTo(Origin origin) {
    if (current == origin) {
      return;
    }
    if (current == null || !Arrays.equals(current.resourceFields(), origin.resourceFields())) {
      writer.resource(origin.resourceFields());
    }
    writer.scope(origin.scopeFields());
    current = origin;
  }

  /** A span whose own threshold is wrong loses it and gets no other: its count is not known. */
  private void stamp(SpanView span, long arrived, long threshold, Basis basis) {
    if (arrived == Threshold.UNKNOWN || threshold == Threshold.UNKNOWN) {
      stamped.withoutThreshold(span);
    } else if (basis.source() == Basis.Source.HASH) {
      stamped.withThreshold(span, Math.max(arrived, threshold), basis.randomness());
    } else {
      stamped.withThreshold(span, Math.max(arrived, threshold));
    }
  }

  public void finish(Consumer<byte[]> output) {
    current = null;
    if (writer.spans() > 0) {
      output.accept(writer.finish());
    }
  }
}
