package io.spanmill.red;

import io.spanmill.model.RedSum;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.state.SumFormat;
import io.spanmill.trace.Milled;
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
      writeKey(spans.span(span), spans.origin(span), table.bookedMillis(span));
      count(table.durationNanos(span), weights.of(table, span), exemplar);
    }
  }

  @Override
  public void late(Milled.Late late) {
    SpanFacts span = late.span();
    SpanView view = late.span().view();
    TraceId exemplar = late.kept() ? new TraceId(view.traceIdHigh(), view.traceIdLow()) : null;
    writeKey(view, span.origin(), span.bookedMillis());
    long weight = weights.of(span.origin().service(), span.threshold());
    count(span.durationNanos(), weight, exemplar);
  }

  private void count(long nanos, long weight, @Nullable TraceId exemplar) {
    RedSum sum = sums.at(key);
    sum.add(nanos, weight);
    if (exemplar != null) {
      sum.addExemplar(exemplar, nanos);
    }
  }

  /** See {@link io.spanmill.state.RedFormat}. */
  private void writeKey(SpanView span, Origin origin, long bookedMillis) {
    key.clear();
    SumFormat.writeWindow(Math.floorDiv(bookedMillis, windowMillis) * windowMillis, key);
    key.writeByte(span.kind().ordinal()).writeByte(span.status().ordinal());
    key.writeSized(origin.serviceUtf8(), 0, origin.serviceUtf8().length);
    key.writeSized(span.bytes(), span.nameFrom(), span.nameTo());
    dimensions.write(span.attributes(), origin, key);
  }
}
