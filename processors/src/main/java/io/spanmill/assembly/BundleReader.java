package io.spanmill.assembly;

import io.spanmill.otlp.Origin;
import io.spanmill.otlp.Origins;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.wire.MalformedBytesException;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

/** Shows the spans of a bundle, one after the other. Not thread-safe. */
final class BundleReader {
  private final RequestIndex index = new RequestIndex();
  private final SpanView view = new SpanView();
  private final Origins origins = new Origins();
  private final ArrivingSpan arriving;

  BundleReader(long maxSkewMillis) {
    arriving = new ArrivingSpan(view, maxSkewMillis);
  }

  /** See {@link ArrivingSpan#ask}. */
  void ask(Collection<String> attributes) {
    arriving.ask(attributes);
  }

  /**
   * @throws ForeignRecordException if this is no bundle: SPLIT lets through only what it could read
   */
  void read(byte[] traces, long arrivalMillis, Consumer<ArrivingSpan> visitor) {
    read(traces, span -> arrivalMillis, visitor);
  }

  /**
   * @param arrivalMillis of each span, by its index
   */
  void read(byte[] traces, IntToLongFunction arrivalMillis, Consumer<ArrivingSpan> visitor) {
    try {
      index.read(traces);
      int scope = -1;
      Origin origin = null;
      for (int i = 0; i < index.spans(); i++) {
        if (origin == null || index.scopeOf(i) != scope) {
          scope = index.scopeOf(i);
          origin = origins.of(index, scope);
        }
        view.read(traces, index.spanFrom(i), index.spanTo(i));
        arriving.arrive(origin, arrivalMillis.applyAsLong(i));
        visitor.accept(arriving);
      }
    } catch (MalformedBytesException malformed) {
      throw new ForeignRecordException(malformed);
    }
  }
}
