package io.spanmill.assembly;

import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Source;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceMap;
import io.spanmill.trace.TracePool;
import io.spanmill.trace.TraceQueue;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All traces in memory, open and lingering, each in the queues where it is waited for, and what
 * they take. Not thread-safe.
 *
 * <p>An open trace waits in the {@link Lane} of the source that brought its last span: time goes
 * forward within a source, but one source may be far ahead of another.
 */
final class HeldTraces {
  /**
   * Where open traces stand in line, each line in the order of time.
   *
   * <p>A trace is in one of two lines by its last span: {@code settling}, and from when it was
   * looked at and found incomplete, {@code waiting}. So completeness is looked at once per quiet
   * spell and not per span.
   *
   * @param open by their first span
   */
  record Lane(TraceQueue settling, TraceQueue waiting, TraceQueue open) {
    Lane() {
      this(new TraceQueue(), new TraceQueue(), new TraceQueue());
    }
  }

  private final TracePool pool = new TracePool();
  private final TraceMap byId = new TraceMap();
  private final Map<Source, Lane> lanes = new TreeMap<>();
  private final LingeringTraces lingering = new LingeringTraces();
  private final TraceQueue byOffset = new TraceQueue();
  private final TraceQueue byLogAge = new TraceQueue();
  private int openTraces;
  private long openBytes;
  private long lingeringBytes;

  @Nullable Trace find(long idHigh, long idLow) {
    return byId.find(idHigh, idLow);
  }

  /** Where those traces wait whose last span came from that source. */
  Lane lane(Source source) {
    return lanes.computeIfAbsent(source, unused -> new Lane());
  }

  Collection<Lane> lanes() {
    return lanes.values();
  }

  Trace open(long idHigh, long idLow, boolean reopened, Lane lane) {
    Trace trace = pool.open(idHigh, idLow, reopened);
    byId.add(trace);
    lane.open().add(trace.byAge());
    openTraces++;
    openBytes += trace.footprint();
    return trace;
  }

  /** A trace that was decided before a restart; its spans follow, then {@link #decidedAgain}. */
  void awaitSpans(long idHigh, long idLow, boolean reopened) {
    Trace trace = pool.open(idHigh, idLow, reopened);
    byId.add(trace);
    lingeringBytes += trace.footprint();
  }

  /** In the order in which they were decided. */
  void decidedAgain(Trace trace) {
    lingering.add(trace);
  }

  /**
   * @param millis how far time had come in the source that brought it
   */
  void add(Trace trace, ArrivingSpan span, long offset, long millis, Lane lane) {
    int before = trace.footprint();
    trace.add(span, millis);
    openBytes += trace.footprint() - before;
    if (trace.log().startsAt(offset, millis)) {
      byOffset.add(trace.byOffset());
      byLogAge.add(trace.byLogAge());
    }
    if (trace.lastMillis() == millis) {
      lane.settling().add(trace.byQuiet());
    }
  }

  void addDecided(Trace trace, ArrivingSpan span, long offset) {
    int before = trace.footprint();
    trace.addWithoutBytes(span);
    lingeringBytes += trace.footprint() - before;
    placeByOffset(trace, offset);
  }

  int addLate(Trace trace, ArrivingSpan span, Moves moves) {
    int before = trace.footprint();
    moves.clear();
    int added = trace.addLate(span, moves);
    lingeringBytes += trace.footprint() - before;
    return added;
  }

  /** From this offset on the log is needed for a decided trace, unless it is from before. */
  void placeByOffset(Trace trace, long offset) {
    if (trace.log().startsAt(offset, trace.lastMillis())) {
      byOffset.add(trace.byOffset());
    }
  }

  /** A span that had been set aside is there again, of a trace that is open or is not. */
  void addAgain(Trace trace, ArrivingSpan span, boolean open) {
    int before = trace.footprint();
    if (open) {
      trace.addAgain(span);
      openBytes += trace.footprint() - before;
    } else {
      trace.addWithoutBytes(span);
      lingeringBytes += trace.footprint() - before;
    }
  }

  /** Nothing of an open trace has to be read again. */
  void setAside(Trace trace, int pieces) {
    trace.log().setAside(trace.spans().size(), trace.byteCount(), pieces);
    trace.byOffset().leave();
    trace.byLogAge().leave();
  }

  /** The open trace that has needed the log longest; null if none needs it. */
  @Nullable Trace longestInLog() {
    return byLogAge.first();
  }

  /** The trace is due: it stands in no line by time any more. */
  void stopWaiting(Trace trace) {
    trace.byAge().leave();
    trace.byQuiet().leave();
  }

  /**
   * The trace was decided: it lingers, without its spans' bytes. Its decision is needed from now
   * on, and what comes late.
   */
  void decided(Trace trace, int footprintBefore, long offset) {
    trace.byLogAge().leave();
    placeByOffset(trace, offset);
    openBytes -= footprintBefore;
    trace.freeBytes();
    lingeringBytes += trace.footprint();
    openTraces--;
    stopWaiting(trace);
    lingering.add(trace);
  }

  void drop(Trace trace) {
    lingeringBytes -= trace.footprint();
    byId.remove(trace);
    lingering.remove(trace);
    trace.free();
  }

  /** The open trace whose first span came first. */
  @Nullable Trace oldest() {
    Trace oldest = null;
    for (Lane lane : lanes.values()) {
      Trace first = lane.open().first();
      if (first != null && (oldest == null || first.firstMillis() < oldest.firstMillis())) {
        oldest = first;
      }
    }
    return oldest;
  }

  /** The trace that was decided first, of those that linger. */
  @Nullable Trace longestLingering() {
    return lingering.first();
  }

  /** The lowest offset that holds a span of a trace in memory. */
  long lowWater(long otherwise) {
    Trace first = byOffset.first();
    return first == null ? otherwise : first.log().firstOffset();
  }

  int openTraces() {
    return openTraces;
  }

  int lingeringTraces() {
    return lingering.size();
  }

  long openBytes() {
    return openBytes;
  }

  long lingeringBytes() {
    return lingeringBytes;
  }
}
