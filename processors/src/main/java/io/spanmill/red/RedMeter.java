package io.spanmill.red;

import io.spanmill.model.RedSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.state.SumFormat;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Shape;
import io.spanmill.trace.SpanFacts;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.TraceView;
import io.spanmill.trace.Weights;
import io.spanmill.window.Gatherer;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Measures spans: every one of them counts, whatever became of its trace; only exemplars ask
 * whether it was kept, so that a link never leads nowhere. Not thread-safe.
 */
public final class RedMeter implements Gatherer {
  private final long windowMillis;
  private final SeriesDimensions dimensions;
  private final Weights weights;
  private final LocalSums<RedSum> sums;
  private final ProtoWriter key = new ProtoWriter(256);

  public RedMeter(RedConfig config, Weights weights, LocalSums<RedSum> sums) {
    this.windowMillis = config.window().toMillis();
    this.dimensions = new SeriesDimensions(config.dimensions());
    this.weights = weights;
    this.sums = sums;
  }

  @Override
  public void closed(Milled.Closed closed) {
    TraceView spans = closed.spans();
    SpanTable table = spans.trace().spans();
    TraceId exemplar = closed.verdict().kept() ? spans.trace().id() : null;
    for (int span = 0; span < spans.size(); span++) {
      count(sum(spans, span), table.durationNanos(span), weights.of(table, span), exemplar);
    }
  }

  private RedSum sum(TraceView spans, int span) {
    SpanTable table = spans.trace().spans();
    long window = window(table.bookedMillis(span));
    int number = table.shapeNumber(span);
    RedSum known = sums.of(number, window);
    if (known != null) {
      return known;
    }
    Shape shape = table.shape(span);
    return shape != null && dimensions.areIn(shape)
        ? sums.at(key(shape, window), number, window)
        : sums.at(key(spans.span(span), spans.origin(span), window));
  }

  @Override
  public void late(Milled.Late late) {
    SpanFacts span = late.span();
    SpanView view = late.span().view();
    TraceId exemplar = late.kept() ? new TraceId(view.traceIdHigh(), view.traceIdLow()) : null;
    RedSum sum = sums.at(key(view, span.origin(), window(span.bookedMillis())));
    long weight = weights.of(span.origin().service(), span.threshold());
    count(sum, span.durationNanos(), weight, exemplar);
  }

  private static void count(RedSum sum, long nanos, long weight, @Nullable TraceId exemplar) {
    sum.add(nanos, weight);
    if (exemplar != null) {
      sum.addExemplar(exemplar, nanos);
    }
  }

  private long window(long bookedMillis) {
    return Math.floorDiv(bookedMillis, windowMillis) * windowMillis;
  }

  private ProtoWriter key(SpanView span, Origin origin, long window) {
    beginKey(window, span.kind(), span.status(), origin);
    key.writeSized(span.bytes(), span.nameFrom(), span.nameTo());
    dimensions.write(span.attributes(), origin, key);
    return key;
  }

  private ProtoWriter key(Shape shape, long window) {
    beginKey(window, shape.kind(), shape.status(), shape.origin());
    key.writeSized(shape.nameUtf8(), 0, shape.nameUtf8().length);
    dimensions.write(shape.attributes(), shape.origin(), key);
    return key;
  }

  /** See {@link io.spanmill.state.RedFormat}. */
  private void beginKey(long window, SpanKind kind, StatusCode status, Origin origin) {
    SumFormat.writeWindow(window, key.clear());
    key.writeByte(kind.ordinal()).writeByte(status.ordinal());
    key.writeSized(origin.serviceUtf8(), 0, origin.serviceUtf8().length);
  }
}
