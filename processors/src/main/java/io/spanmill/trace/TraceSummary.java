package io.spanmill.trace;

import io.spanmill.model.StatusCode;
import io.spanmill.otlp.SpanView;
import java.util.ArrayList;
import java.util.List;

/** What a decision says of its trace beyond the verdict, gathered span by span. */
final class TraceSummary {
  /** A span without parent: the trace's root, unless it turns out to share a caller's id. */
  record Root(int span, long startNanos, String name) {}

  private final List<Root> roots = new ArrayList<>(1);
  private long startNanos = Long.MAX_VALUE;
  private long endNanos = Long.MIN_VALUE;
  private boolean error;

  void add(int span, SpanView view) {
    if (view.startNanos() >= 0) {
      startNanos = Math.min(startNanos, view.startNanos());
    }
    endNanos = Math.max(endNanos, view.endNanos());
    error |= view.status() == StatusCode.ERROR;
    if (view.parentId() == 0) {
      roots.add(new Root(span, view.startNanos(), view.name()));
    }
  }

  List<Root> roots() {
    return roots;
  }

  /** The earliest start in nanoseconds since 1970; 0 if no span has one. */
  long startNanos() {
    return startNanos == Long.MAX_VALUE ? 0 : startNanos;
  }

  /** From the earliest start to the latest end; never negative. */
  long durationNanos() {
    return startNanos != Long.MAX_VALUE && endNanos > startNanos ? endNanos - startNanos : 0;
  }

  boolean error() {
    return error;
  }
}
