package io.spanmill.trace;

import io.spanmill.model.StatusCode;
import io.spanmill.otlp.SpanView;
import org.jspecify.annotations.Nullable;

/** What a decision says of its trace beyond the verdict, gathered span by span. */
final class TraceSummary {
  /**
   * A span without parent: the trace's root, unless it turns out to share a caller's id.
   *
   * @param before the one that came before it
   */
  record Root(int span, long startNanos, String name, @Nullable Root before) {}

  private @Nullable Root lastRoot;
  private long startNanos;
  private long endNanos;
  private boolean error;

  TraceSummary() {
    clear();
  }

  void clear() {
    lastRoot = null;
    startNanos = Long.MAX_VALUE;
    endNanos = Long.MIN_VALUE;
    error = false;
  }

  void add(int span, ArrivingSpan arriving) {
    SpanView view = arriving.view();
    if (view.startNanos() >= 0) {
      startNanos = Math.min(startNanos, view.startNanos());
    }
    endNanos = Math.max(endNanos, view.endNanos());
    error |= view.status() == StatusCode.ERROR;
    if (view.parentId() == 0) {
      lastRoot = new Root(span, view.startNanos(), arriving.name(), lastRoot);
    }
  }

  /** The earliest of those that are roots in a tree, of several the first to arrive. */
  @Nullable Root root(TraceTree tree) {
    Root earliest = null;
    for (Root root = lastRoot; root != null; root = root.before()) {
      boolean real = tree.parent(root.span()) == TraceTree.ROOT;
      if (real
          && (earliest == null
              || Long.compareUnsigned(root.startNanos(), earliest.startNanos()) <= 0)) {
        earliest = root;
      }
    }
    return earliest;
  }

  /** The roots were asked for, and are not again. */
  void forgetRoots() {
    lastRoot = null;
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
