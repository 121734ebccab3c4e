package io.spanmill.assembly;

import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;

/**
 * Sets aside, in the decision log, what old open traces have in the spans topic: one incomplete
 * trace would else have a restart read all that came since, as a log-structured store that never
 * cleans its segments would. Every span is set aside once at most, and no more than a part of what
 * comes in. Not thread-safe.
 */
final class TracesAside {
  private final DecisionLog log;
  private final HeldTraces held;
  private final AssemblyTimes times;
  private final int part;
  private final TraceView view = new TraceView();
  private final TracePiece.Writer writer = new TracePiece.Writer();

  /**
   * @param part of what comes in, one in so many bytes is set aside at most; 0 for no limit
   */
  TracesAside(DecisionLog log, HeldTraces held, AssemblyTimes times, int part) {
    this.log = log;
    this.held = held;
    this.times = times;
    this.part = part;
  }

  /**
   * What has been in the log for longer than a trace that ends well would be.
   *
   * @param cameIn bytes since this was last done
   */
  void setAsideOld(long now, long cameIn) {
    long bytes = 0;
    for (Trace t = held.longestInLog();
        t != null && times.isOldInLog(t, now);
        t = held.longestInLog()) {
      bytes += t.byteCount() - t.log().bytesAside();
      if (bytes * part > cameIn) {
        return;
      }
      setAside(t);
    }
  }

  private void setAside(Trace trace) {
    view.open(trace);
    int pieces = 0;
    int from = trace.log().spansAside();
    while (from < view.size()) {
      int to = writer.write(view, from);
      byte[] piece = writer.finish(trace, from, to);
      log.writePiece(trace.id(), trace.log().pieces() + pieces, piece);
      pieces++;
      from = to;
    }
    held.setAside(trace, pieces);
  }

  /** Nothing of the trace is needed any more. */
  void drop(Trace trace) {
    for (int piece = 0; piece < trace.log().pieces(); piece++) {
      log.deletePiece(trace.id(), piece);
    }
  }
}
