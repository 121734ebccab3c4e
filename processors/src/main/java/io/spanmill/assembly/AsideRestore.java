package io.spanmill.assembly;

import io.spanmill.assembly.HeldTraces.Lane;
import io.spanmill.model.TraceId;
import io.spanmill.trace.Source;
import io.spanmill.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings back what {@link TracesAside} has set aside, before the log is read again: the first spans
 * of traces that linger, and traces that are open, which stand in a lane of their own in the order
 * of their times.
 */
final class AsideRestore {
  /** No topic has this name. */
  private static final Source NONE = new Source("", 0);

  private final HeldTraces held;
  private final RememberedDecisions remembered;
  private final BundleReader bundles;
  private final Lane lane;
  private final List<Trace> open = new ArrayList<>();

  AsideRestore(HeldTraces held, RememberedDecisions remembered, BundleReader bundles) {
    this.held = held;
    this.remembered = remembered;
    this.bundles = bundles;
    this.lane = held.lane(NONE);
  }

  /** Returns the traces that are open again. */
  List<Trace> restore(DecisionLog log) {
    log.forEachPiece((id, stored) -> restore(id, TracePiece.of(stored)));
    open.sort(Comparator.comparingLong(Trace::firstMillis));
    open.forEach(trace -> lane.open().add(trace.byAge()));
    open.sort(Comparator.comparingLong(Trace::lastMillis));
    open.forEach(trace -> lane.settling().add(trace.byQuiet()));
    return open;
  }

  private void restore(TraceId id, TracePiece piece) {
    Trace trace = held.find(id.high(), id.low());
    if (trace == null) {
      trace = opened(id, piece);
    }
    if (trace != null) {
      add(piece, trace, trace.byAge().isTaken());
    }
  }

  /** Null if the trace is decided and done with: only without exactly-once can that be. */
  private @Nullable Trace opened(TraceId id, TracePiece piece) {
    int verdict = remembered.find(id.high(), id.low());
    if (verdict != RememberedDecisions.NONE && !remembered.isVoid(verdict)) {
      return null;
    }
    Trace trace = held.open(id.high(), id.low(), piece.isReopened(), lane);
    open.add(trace);
    return trace;
  }

  private void add(TracePiece piece, Trace trace, boolean isOpen) {
    bundles.read(piece.traces(), piece::arrivalMillis, span -> held.addAgain(trace, span, isOpen));
    if (isOpen) {
      piece.tell(trace);
    }
    held.setAside(trace, 1);
  }
}
