package io.spanmill.assembly;

import io.spanmill.assembly.DecisionBatch.Entry;
import io.spanmill.assembly.DecisionBatch.Stage;
import io.spanmill.model.CloseReason;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;

/**
 * Ends traces: has open ones decided when they are due, and lets decided ones go when they have
 * lingered. Not thread-safe.
 */
final class TraceEnds {
  private final AssemblyTimes times;
  private final AssemblyClock clock;
  private final HeldTraces held;
  private final TracesAside aside;
  private final DecisionNotes notes;
  private final Outcomes outcomes;
  private final DueTraces due;
  private final TraceView view = new TraceView();

  TraceEnds(
      AssemblyTimes times,
      AssemblyClock clock,
      HeldTraces held,
      TracesAside aside,
      DecisionNotes notes,
      Outcomes outcomes) {
    this.times = times;
    this.clock = clock;
    this.held = held;
    this.aside = aside;
    this.notes = notes;
    this.outcomes = outcomes;
    due = new DueTraces(held, times);
  }

  /** All that is due by now. */
  void sweep() {
    due.findAt(clock.now());
    closeDue();
    for (Trace t = held.longestLingering();
        t != null && hasLingered(t);
        t = held.longestLingering()) {
      settle(t);
    }
  }

  /** All that there is. */
  void finish() {
    due.findAll();
    closeDue();
    for (Trace t = held.longestLingering(); t != null; t = held.longestLingering()) {
      settle(t);
    }
  }

  /** Together, as they may have to share something. */
  private void closeDue() {
    if (due.isEmpty()) {
      return;
    }
    outcomes.due(due.traces(), clock.now());
    for (int i = 0; i < due.traces().size(); i++) {
      close(due.traces().get(i), due.reason(i));
    }
    due.clear();
    outcomes.dueDone();
  }

  /** Closes the trace if it is open and due, whatever the last sweep has left. */
  void closeIfDue(Trace trace) {
    CloseReason reason = trace.isOpen() ? DueTraces.reason(trace, times, clock.now()) : null;
    if (reason != null) {
      close(trace, reason);
    }
  }

  /** Whether a decided trace has been waited for long enough. */
  boolean hasLingered(Trace trace) {
    return times.hasLingered(trace, clock.now());
  }

  void close(Trace trace, CloseReason reason) {
    int footprint = trace.footprint();
    view.open(trace);
    long closedMillis = Math.max(clock.now(), trace.lastMillis());
    outcomes.closed(view, trace.decide(outcomes.judge(view), reason, closedMillis));
    held.decided(trace, footprint, notes.readOffset());
    notes.add(Entry.of(trace, Stage.LINGERING));
  }

  /**
   * The trace is only remembered from now on. A restart finds that out by the time of the last
   * sweep, unless it happens before its time; and the log holds more of the trace than its decision
   * says if spans came after it.
   */
  void settle(Trace trace) {
    if (trace.lateSpans() > 0) {
      outcomes.amended(trace.amendment());
    }
    boolean early = !times.hasLingered(trace, clock.sweptMillis());
    if (early || trace.wasSeenAgain()) {
      notes.add(Entry.of(trace, Stage.SETTLED));
    }
    aside.drop(trace);
    held.drop(trace);
  }
}
