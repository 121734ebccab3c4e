package io.spanmill.assembly;

import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TracePool;
import io.spanmill.trace.TraceView;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What becomes of spans that come after their trace's verdict. Not thread-safe.
 *
 * <p>The verdict holds for a span that could only be seen where the verdict's evidence could be
 * seen, too: whose threshold is not below the floor, the least one of a span that was in time. A
 * span below the floor would, at a lower randomness, have come without all those, and have been
 * decided by itself. So the spans of one record that lie below the floor are judged by themselves,
 * and kept at that threshold if it is below the floor, too; otherwise the verdict holds.
 */
final class LateSpans {
  private record Group(Trace spans, Verdict verdict) {}

  private final Outcomes outcomes;
  private final TracePool pool = new TracePool();
  private final TraceView view = new TraceView();
  private final Map<TraceId, Group> belowFloor = new LinkedHashMap<>();

  LateSpans(Outcomes outcomes) {
    this.outcomes = outcomes;
  }

  /**
   * @param span settled by the basis of the verdict
   * @param millis how far time had come in the source that brought it
   */
  void add(ArrivingSpan span, Verdict verdict, long millis) {
    if (span.level() < verdict.floor()) {
      long idHigh = span.view().traceIdHigh();
      long idLow = span.view().traceIdLow();
      belowFloor
          .computeIfAbsent(
              new TraceId(idHigh, idLow), id -> new Group(pool.open(idHigh, idLow, false), verdict))
          .spans()
          .add(span, millis);
    } else if (verdict.kept()) {
      outcomes.keepLate(span, verdict.threshold(), verdict.basis());
    }
  }

  /** All spans of a record have been added. */
  void decide() {
    if (!belowFloor.isEmpty()) {
      belowFloor.values().forEach(this::decide);
      belowFloor.clear();
    }
  }

  private void decide(Group group) {
    Verdict verdict = group.verdict();
    view.open(group.spans());
    Verdict own = outcomes.judgeLate(view, verdict.basis());
    boolean isBelow = own.threshold() >= Threshold.ALWAYS && own.threshold() < verdict.floor();
    if (own.kept() && isBelow) {
      outcomes.keepLate(view, own.threshold(), verdict.basis());
    } else if (verdict.kept()) {
      outcomes.keepLate(view, verdict.threshold(), verdict.basis());
    }
    group.spans().free();
  }
}
