package io.spanmill.assembly;

import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.BlockPool;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceMap;
import io.spanmill.trace.TraceQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All traces in memory, open and lingering, each in the queues where it is waited for, and what
 * they take. Not thread-safe.
 *
 * <p>An open trace stands in one of two queues, both in order of its last span: {@code settling},
 * and from when it was looked at and found incomplete, {@code waiting}. So completeness is looked
 * at once per quiet spell and not per span.
 */
final class HeldTraces {
  private final BlockPool pool = new BlockPool();
  private final TraceMap byId = new TraceMap();
  private final TraceQueue settling = new TraceQueue();
  private final TraceQueue waiting = new TraceQueue();
  private final TraceQueue lingering = new TraceQueue();
  private final TraceQueue open = new TraceQueue();
  private final TraceQueue byOffset = new TraceQueue();
  private long openBytes;
  private long lingeringBytes;

  @Nullable Trace find(long idHigh, long idLow) {
    return byId.find(idHigh, idLow);
  }

  Trace open(long idHigh, long idLow, boolean reopened) {
    Trace trace = new Trace(idHigh, idLow, reopened, pool);
    byId.add(trace);
    open.add(trace.byAge());
    openBytes += trace.footprint();
    return trace;
  }

  /** A trace that was decided before a restart; its spans follow. */
  Trace linger(long idHigh, long idLow, boolean reopened) {
    Trace trace = new Trace(idHigh, idLow, reopened, pool);
    byId.add(trace);
    lingering.add(trace.byQuiet());
    lingeringBytes += trace.footprint();
    return trace;
  }

  void add(Trace trace, ArrivingSpan span, long offset, long nowMillis) {
    int before = trace.footprint();
    trace.add(span, offset, nowMillis);
    openBytes += trace.footprint() - before;
    placeByOffset(trace);
    settling.add(trace.byQuiet());
  }

  void addDecided(Trace trace, ArrivingSpan span, long offset) {
    int before = trace.footprint();
    trace.addWithoutBytes(span, offset);
    lingeringBytes += trace.footprint() - before;
    placeByOffset(trace);
  }

  int addLate(Trace trace, ArrivingSpan span, Moves moves) {
    int before = trace.footprint();
    moves.clear();
    int added = trace.addLate(span, moves);
    lingeringBytes += trace.footprint() - before;
    return added;
  }

  private void placeByOffset(Trace trace) {
    if (trace.byOffset().queue() == null) {
      byOffset.add(trace.byOffset());
    }
  }

  /** The trace is not complete: it waits on. */
  void await(Trace trace) {
    waiting.add(trace.byQuiet());
  }

  /** The trace was decided: it lingers, without its spans' bytes. */
  void decided(Trace trace, int footprintBefore) {
    openBytes -= footprintBefore;
    trace.freeBytes();
    lingeringBytes += trace.footprint();
    trace.byAge().leave();
    lingering.add(trace.byQuiet());
  }

  void drop(Trace trace) {
    lingeringBytes -= trace.footprint();
    byId.remove(trace);
    trace.byQuiet().leave();
    trace.byOffset().leave();
  }

  /** The trace whose last span came first, of those not yet looked at. */
  @Nullable Trace nextToSettle() {
    return settling.first();
  }

  /** The trace whose last span came first, of those that were found incomplete. */
  @Nullable Trace nextToIdle() {
    return waiting.first();
  }

  /** The open trace whose first span came first. */
  @Nullable Trace oldest() {
    return open.first();
  }

  /** The trace that was decided first, of those that linger. */
  @Nullable Trace longestLingering() {
    return lingering.first();
  }

  /** The lowest offset that holds a span of a trace in memory. */
  long lowWater(long otherwise) {
    Trace first = byOffset.first();
    return first == null ? otherwise : first.firstOffset();
  }

  /** There is a first watermark: all that came before came now. */
  void startClock(long nowMillis) {
    byId.forEach(trace -> trace.startClock(nowMillis));
  }

  void forEachLingering(Consumer<Trace> action) {
    lingering.forEach(action);
  }

  int openTraces() {
    return open.size();
  }

  long openBytes() {
    return openBytes;
  }

  long lingeringBytes() {
    return lingeringBytes;
  }
}
