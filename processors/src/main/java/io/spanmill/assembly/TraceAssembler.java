package io.spanmill.assembly;

import io.spanmill.assembly.AssemblyClock.Tick;
import io.spanmill.assembly.HeldTraces.Lane;
import io.spanmill.model.BudgetTable;
import io.spanmill.model.CloseReason;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.Stamp;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Source;
import io.spanmill.trace.Trace;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the traces of one partition, has them decided, and remembers what was decided. Its time
 * is the watermark: the same records give the same traces whatever any clock says. Not thread-safe.
 *
 * <p>All that it knows can be told again by the spans topic from {@link #lowWater} on, together
 * with the {@link DecisionLog}: see {@link AssemblyRestore}.
 */
public final class TraceAssembler {
  /** This part of what comes in is set aside at most. */
  private static final int ASIDE = 8;

  private static final byte[] NOTHING = {};

  private final AssemblyTimes times;
  private final long maxTraceBytes;
  private final Outcomes outcomes;
  private final DecisionLog log;

  private final BundleReader bundles;
  private final AssemblyClock clock;
  private final Silences silences;
  private final HeldTraces held = new HeldTraces();
  private final RememberedDecisions remembered;
  private final DecisionNotes notes;
  private final LateArrivals late;
  private final TracesAside aside;
  private final TraceEnds ends;
  private final ControlsInForce inForce;
  private final ShortOfMemory shortOfMemory = new ShortOfMemory();
  private final MemoryRelief relief;

  /** Who brought the record that is being taken in, and how far time had come there. */
  private Source source = new Source("", 0);

  private long sourceMillis = Stamp.NONE;
  private Lane lane = new Lane();

  private boolean restoring;

  /**
   * @param maxSkewMillis how far a span's end may be from its arrival and be believed
   * @param memoryShare how many bytes this one may hold, asked again at each record
   */
  public TraceAssembler(
      AssemblyConfig config,
      long maxSkewMillis,
      LongSupplier memoryShare,
      Outcomes outcomes,
      DecisionLog log) {
    this(config, maxSkewMillis, memoryShare, outcomes, log, ASIDE);
  }

  /**
   * @param asidePart one in so many bytes of what comes in is set aside at most, so that old traces
   *     do not have a restart read all that came since; 0 for no limit
   */
  public TraceAssembler(
      AssemblyConfig config,
      long maxSkewMillis,
      LongSupplier memoryShare,
      Outcomes outcomes,
      DecisionLog log,
      int asidePart) {
    times = AssemblyTimes.of(config);
    clock = new AssemblyClock(times.settle());
    maxTraceBytes = config.maxTraceBytes();
    this.outcomes = outcomes;
    this.log = log;
    bundles = new BundleReader(maxSkewMillis);
    silences = new Silences(log);
    remembered = new RememberedDecisions(log);
    notes = new DecisionNotes(log, remembered);
    late = new LateArrivals(outcomes, held, remembered, notes);
    aside = new TracesAside(log, held, times, asidePart);
    ends = new TraceEnds(times, clock, held, aside, notes, outcomes);
    relief = new MemoryRelief(memoryShare, held, remembered, shortOfMemory, outcomes);
    inForce = new ControlsInForce(outcomes, log);
  }

  /**
   * Has spans that come from now on tell of these attributes without their bytes, where many of
   * them look alike: see {@link io.spanmill.trace.Shape}. Changes nothing but what it costs.
   */
  public void ask(Collection<String> attributes) {
    bundles.ask(attributes);
  }

  /** Hears again, after a restart, what is in force; {@link #restore} follows. */
  public void restoreControls() {
    inForce.restore();
  }

  /**
   * Comes back after a restart: afterwards all is as it was before the record at {@code upTo}. What
   * does not fit into the memory any more is decided at once, as that record's own.
   */
  public void restore(SpanLog spans, int partition, long upTo) {
    notes.resume(upTo);
    restoring = true;
    new AssemblyRestore(held, remembered, bundles, clock, silences, times.linger(), shortOfMemory)
        .restore(log, spans, partition, upTo);
    restoring = false;
  }

  /**
   * Takes in one record of the spans topic: observes time, admits spans, enforces the limits; or
   * hears what is in force for all that is decided after it.
   *
   * @param value a {@code TracesData}, perhaps empty; of a stamp of kind {@link Stamp.Kind#CONTROL}
   *     a {@link ControlRecord}
   * @throws IllegalArgumentException if it should be a control record and is none
   */
  public void process(long recordOffset, Stamp stamp, byte[] value) {
    notes.begin(recordOffset);
    if (stamp.kind() == Stamp.Kind.CONTROL) {
      inForce.apply(ControlRecord.of(value));
      writeDown();
    } else {
      assemble(stamp, value);
    }
  }

  /**
   * Takes in that nothing came where no record tells of it, as the log is the input itself: what is
   * due happens, and a restart knows how far time had come. Else nothing changes.
   *
   * @param nextOffset of the record that is waited for
   */
  public void passTime(long nextOffset, Stamp silence) {
    notes.begin(nextOffset);
    if (clock.isSweepDue(silence)) {
      silences.say(nextOffset, silence);
      assemble(silence, NOTHING);
    } else {
      writeDown(); // of a restore
    }
  }

  /** Hears what is in force from now on, where that does not come with the spans. */
  public void apply(ControlRecord record) {
    inForce.apply(record);
  }

  /** What was put in force under this name by a control record is so no more. */
  public void expire(String name) {
    inForce.expire(name);
  }

  private void assemble(Stamp stamp, byte[] traces) {
    source = Source.of(stamp);
    advance(stamp, traces.length);
    sourceMillis = clock.timeOf(source);
    lane = held.lane(source);
    try {
      if (traces.length > 0) {
        bundles.read(traces, stamp.arrival(), this::admit);
      }
    } finally {
      shortOfMemory.relieve();
      writeDown();
    }
  }

  private void writeDown() {
    notes.writeDown(() -> new AssemblyMark(clock.sweptMillis(), replayPoint()));
  }

  /** The record at which it stands. */
  public long position() {
    return notes.offset();
  }

  /** Nothing below this offset is needed any more. */
  public long lowWater() {
    return replayPoint().offset();
  }

  private AssemblyMark.Point replayPoint() {
    return clock.pointBelow(held.lowWater(notes.offset()));
  }

  public int openTraces() {
    return held.openTraces();
  }

  /** The time of this assembler in milliseconds, or {@link Stamp#NONE}. */
  public long watermark() {
    return clock.now();
  }

  public long heldBytes() {
    return relief.heldBytes();
  }

  /**
   * How it is after the last record.
   *
   * @param timestampMillis of that record
   * @param budgets that are in force
   */
  AssemblyStatus status(long timestampMillis, Map<String, BudgetTable> budgets) {
    AssemblyStatus.Held inMemory =
        new AssemblyStatus.Held(
            held.openTraces(),
            held.lingeringTraces(),
            remembered.size(),
            held.openBytes(),
            held.lingeringBytes(),
            remembered.footprint());
    return new AssemblyStatus(
        timestampMillis, clock.now(), clock.pace(), inMemory, notes.offset() - lowWater(), budgets);
  }

  private void advance(Stamp stamp, int bytes) {
    Tick tick = clock.observe(notes.offset(), stamp, bytes);
    if (tick == Tick.SWEEP) {
      sweep();
    } else if (tick == Tick.END) {
      finish();
    }
  }

  private void sweep() {
    ends.sweep();
    aside.setAsideOld(clock.now(), clock.bytesBeforePoint());
    // A verdict that has run out still tells that a trace is opened for the second time.
    remembered.forget(clock.now() - 2 * times.remember(), lowWater());
    silences.forget(lowWater());
    notes.replaceMark();
    outcomes.swept(clock.now());
  }

  /** All sources have ended. */
  private void finish() {
    ends.finish();
    outcomes.swept(Stamp.END);
  }

  private void admit(ArrivingSpan span) {
    Trace trace = current(span.view().traceIdHigh(), span.view().traceIdLow());
    if (trace == null) {
      admitUnknown(span);
    } else if (trace.spans().contains(span.spanId(), span.origin().service(), span.kind())) {
      if (!trace.isOpen() && remembered.isFromBefore(trace, notes.offset())) {
        trace.markSeenAgain();
      }
      outcomes.duplicate();
    } else if (trace.isOpen()) {
      add(trace, span);
    } else {
      late.link(trace, span, sourceMillis);
    }
  }

  /** The trace in memory, after all that was due by now has happened to it. */
  private @Nullable Trace current(long idHigh, long idLow) {
    Trace trace = held.find(idHigh, idLow);
    if (trace == null || clock.now() == Stamp.NONE) {
      return trace;
    }
    ends.closeIfDue(trace);
    if (!trace.isOpen() && ends.hasLingered(trace)) {
      ends.settle(trace);
      return null;
    }
    return trace;
  }

  private void admitUnknown(ArrivingSpan span) {
    long idHigh = span.view().traceIdHigh();
    long idLow = span.view().traceIdLow();
    int verdict = remembered.find(idHigh, idLow);
    boolean known = verdict != RememberedDecisions.NONE;
    if (known && !remembered.isVoid(verdict) && !hasRunOut(verdict)) {
      late.addAlone(span, verdict, sourceMillis);
      return;
    }
    if (known && !remembered.isVoid(verdict)) {
      notes.add(remembered.voided(verdict));
      notes.replaceMark();
    }
    add(held.open(idHigh, idLow, known, lane), span);
  }

  private boolean hasRunOut(int verdict) {
    return times.hasRunOut(remembered.closedMillis(verdict), clock.now())
        && remembered.batchOffset(verdict) < lowWater();
  }

  private void add(Trace trace, ArrivingSpan span) {
    held.add(trace, span, notes.offset(), sourceMillis, lane);
    outcomes.admitted(span);
    if (trace.byteCount() > maxTraceBytes) {
      ends.close(trace, CloseReason.OVERSIZE);
    }
  }

  /** What it does when memory is short, and when a restart finds more than it may hold. */
  private final class ShortOfMemory implements MemoryRelief.Means, AssemblyRestore.Overflow {
    @Override
    public void closeEarly(Trace trace) {
      ends.close(trace, CloseReason.PRESSURE);
    }

    @Override
    public void settle(Trace trace) {
      ends.settle(trace);
    }

    /** As long as not all was read again, nobody knows. */
    @Override
    public long lowWater() {
      return restoring ? 0 : TraceAssembler.this.lowWater();
    }

    /** A record is read again, and may hold more than there is room for. */
    @Override
    public void relieve(long reading) {
      notes.readAgain(reading);
      relieve();
    }

    void relieve() {
      late.decide();
      if (relief.relieve()) {
        notes.replaceMark();
      }
    }

    @Override
    public void late(ArrivingSpan span, Source from, Trace lingering) {
      late.link(lingering, span, clock.timeOf(from));
    }

    @Override
    public void lateAlone(ArrivingSpan span, Source from, int verdict) {
      late.addAlone(span, verdict, clock.timeOf(from));
    }
  }
}
