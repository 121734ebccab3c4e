package io.spanmill.assembly;

import io.spanmill.assembly.HeldTraces.Lane;
import io.spanmill.model.CloseReason;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Open traces that are to be decided now, and why: found together, decided together. */
final class DueTraces {
  private final HeldTraces held;
  private final AssemblyTimes times;
  private final List<Trace> traces = new ArrayList<>();
  private final List<CloseReason> reasons = new ArrayList<>();

  DueTraces(HeldTraces held, AssemblyTimes times) {
    this.held = held;
    this.times = times;
  }

  /** Finds all that are due at a time; they stand in no line any more. */
  void findAt(long nowMillis) {
    held.lanes().forEach(lane -> findSettled(lane, nowMillis));
    held.lanes().forEach(lane -> findIdle(lane, nowMillis));
    held.lanes().forEach(lane -> findOld(lane, nowMillis));
  }

  /** Finds all that there are, as nothing comes any more. */
  void findAll() {
    for (Trace t = held.oldest(); t != null; t = held.oldest()) {
      add(t, CloseReason.END_OF_INPUT);
    }
  }

  private void findSettled(Lane lane, long now) {
    TraceQueue settling = lane.settling();
    for (Trace t = settling.first(); t != null && times.hasSettled(t, now); t = settling.first()) {
      if (t.isComplete()) {
        add(t, CloseReason.COMPLETE);
      } else {
        lane.waiting().add(t.byQuiet());
      }
    }
  }

  private void findIdle(Lane lane, long now) {
    TraceQueue waiting = lane.waiting();
    for (Trace t = waiting.first(); t != null && times.isIdle(t, now); t = waiting.first()) {
      add(t, CloseReason.IDLE);
    }
  }

  private void findOld(Lane lane, long now) {
    TraceQueue open = lane.open();
    for (Trace t = open.first(); t != null && times.isOld(t, now); t = open.first()) {
      add(t, CloseReason.MAX_AGE);
    }
  }

  private void add(Trace trace, CloseReason reason) {
    held.stopWaiting(trace);
    traces.add(trace);
    reasons.add(reason);
  }

  /** Why one trace is due; null if it is not. */
  static @Nullable CloseReason reason(Trace trace, AssemblyTimes times, long nowMillis) {
    if (times.hasSettled(trace, nowMillis) && trace.isComplete()) {
      return CloseReason.COMPLETE;
    }
    if (times.isIdle(trace, nowMillis)) {
      return CloseReason.IDLE;
    }
    return times.isOld(trace, nowMillis) ? CloseReason.MAX_AGE : null;
  }

  boolean isEmpty() {
    return traces.isEmpty();
  }

  /** In the order in which they were found. */
  List<Trace> traces() {
    return Collections.unmodifiableList(traces);
  }

  CloseReason reason(int index) {
    return reasons.get(index);
  }

  void clear() {
    traces.clear();
    reasons.clear();
  }
}
