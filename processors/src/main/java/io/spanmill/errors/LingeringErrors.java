package io.spanmill.errors;

import io.spanmill.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of traces that were decided not long ago, so that a late span can show it to
 * have been otherwise. Bounded, and gone after a restart: whoever finds nothing leaves what was
 * counted as it is. Not thread-safe.
 */
final class LingeringErrors {
  /** So many failures are held, of all traces together. */
  private static final int MOST = 10_000;

  /** Of one trace. */
  static final class OfTrace {
    private final List<Failure> failures = new ArrayList<>();
    private final Map<Integer, CountedError> counted = new HashMap<>();
    private final Map<Integer, String> operations = new HashMap<>();

    /** All spans that have failed, those without their stacks. */
    List<Failure> failures() {
      return failures;
    }

    /** By number of the failure. */
    Map<Integer, CountedError> counted() {
      return counted;
    }

    /** Names of spans that have no parent, as far as they are known. */
    Map<Integer, String> operations() {
      return operations;
    }
  }

  private final Map<TraceId, OfTrace> traces = new LinkedHashMap<>();
  private int held;

  @Nullable OfTrace find(TraceId trace) {
    return traces.get(trace);
  }

  boolean isEmpty() {
    return traces.isEmpty();
  }

  void put(TraceId trace, OfTrace errors) {
    OfTrace before = traces.remove(trace);
    held += errors.failures.size() - (before == null ? 0 : before.failures.size());
    traces.put(trace, errors);
    Iterator<OfTrace> eldest = traces.values().iterator();
    while (held > MOST && eldest.hasNext()) {
      held -= eldest.next().failures.size();
      eldest.remove();
    }
  }

  /** A failure was added to what is held of a trace. */
  void grew() {
    held++;
  }
}
