package io.spanmill.assembly;

import io.spanmill.model.Verdict;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Trace;

/**
 * Takes in spans that come after their trace's decision: links them while the trace lingers, and
 * has {@link LateSpans} find out what becomes of them. Not thread-safe.
 */
final class LateArrivals {
  private final Outcomes outcomes;
  private final HeldTraces held;
  private final RememberedDecisions remembered;
  private final DecisionNotes notes;
  private final LateSpans spans;
  private final Moves moves = new Moves();

  LateArrivals(
      Outcomes outcomes, HeldTraces held, RememberedDecisions remembered, DecisionNotes notes) {
    this.outcomes = outcomes;
    this.held = held;
    this.remembered = remembered;
    this.notes = notes;
    spans = new LateSpans(outcomes);
  }

  /**
   * @param millis how far time had come in the source that brought it
   */
  void link(Trace lingering, ArrivingSpan span, long millis) {
    lingering.markSeenAgain();
    Verdict verdict = lingering.decision().verdict();
    span.settle(verdict.basis());
    held.addLate(lingering, span, moves);
    outcomes.late(span, verdict.kept(), lingering, moves);
    spans.add(span, verdict, millis);
  }

  /**
   * Its trace is only remembered.
   *
   * @param slot of the verdict
   * @param millis how far time had come in the source that brought it
   */
  void addAlone(ArrivingSpan span, int slot, long millis) {
    Verdict taken = remembered.verdict(slot);
    span.markLate();
    span.settle(taken.basis());
    notes.add(remembered.touched(slot));
    moves.clear();
    outcomes.late(span, taken.kept(), null, moves);
    spans.add(span, taken, millis);
  }

  /** All spans of a record have been taken in. */
  void decide() {
    spans.decide();
  }
}
