package io.spanmill.assembly;

import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceQueue;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decided traces by the time of their decisions, those of one millisecond in the order of these:
 * mostly that are many, as they are decided together. Not thread-safe.
 */
final class LingeringTraces {
  private final NavigableMap<Long, TraceQueue> byMillis = new TreeMap<>();
  private int size;

  int size() {
    return size;
  }

  void add(Trace trace) {
    byMillis.computeIfAbsent(trace.closedMillis(), unused -> new TraceQueue()).add(trace.byQuiet());
    size++;
  }

  void remove(Trace trace) {
    trace.byQuiet().leave();
    size--;
  }

  /** The trace that was decided first; null if there is none. */
  @Nullable Trace first() {
    while (!byMillis.isEmpty()) {
      Trace first = Objects.requireNonNull(byMillis.get(byMillis.firstKey())).first();
      if (first != null) {
        return first;
      }
      byMillis.pollFirstEntry();
    }
    return null;
  }
}
