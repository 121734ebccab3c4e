package io.spanmill.sampling.ottl;

import io.spanmill.otlp.EventView;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.ScopeView;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import org.jspecify.annotations.Nullable;

/** What a condition is asked about: a span, where it comes from, and one of its events. */
final class Subject {
  private final EventView event = new EventView();
  private final ScopeView scope = new ScopeView();
  private SpanView span = new SpanView();
  private @Nullable Origin origin;
  private @Nullable Origin scopeOf;

  void aim(SpanView newSpan, Origin newOrigin) {
    span = newSpan;
    origin = newOrigin;
  }

  void aimAtEvent(int from, int to) throws MalformedBytesException {
    event.read(span.bytes(), from, to);
  }

  SpanView span() {
    return span;
  }

  EventView event() {
    return event;
  }

  Origin origin() {
    if (origin == null) {
      throw new IllegalStateException("asked before it was aimed");
    }
    return origin;
  }

  /** Read once for the many spans that share it. */
  ScopeView scope() throws MalformedBytesException {
    Origin of = origin();
    if (scopeOf != of) {
      scope.read(of.scopeFields());
      scopeOf = of;
    }
    return scope;
  }
}
