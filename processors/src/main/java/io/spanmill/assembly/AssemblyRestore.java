package io.spanmill.assembly;

import io.spanmill.assembly.DecisionBatch.Entry;
import io.spanmill.assembly.DecisionBatch.Stage;
import io.spanmill.model.SpanKind;
import io.spanmill.model.TraceId;
import io.spanmill.state.Stamp;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Source;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells an assembler again what it knew: first the decisions, then the spans from the low-water
 * mark on. A span of a decided trace is not held again; of one that still lingers, all but its
 * bytes is.
 */
final class AssemblyRestore {
  /**
   * What happens when there is more to hold again than there is memory for now: the share of the
   * process may have become smaller, or divided among more tasks.
   */
  interface Overflow {
    /**
     * Makes free what is too much, if it is: decides traces early.
     *
     * @param reading offset of the record that was read last
     */
    void relieve(long reading);

    /** A span of a trace that was decided in the course of this restore. */
    void late(ArrivingSpan span, Source from, Trace lingering);

    /** The same, of a trace that is only remembered: by its place there. */
    void lateAlone(ArrivingSpan span, Source from, int verdict);
  }

  private final HeldTraces held;
  private final RememberedDecisions remembered;
  private final AssemblyClock clock;
  private final Silences silences;
  private final long lingerMillis;
  private final Overflow overflow;

  /** A decision and where it was taken. */
  private record Decided(Entry entry, long offset) {}

  /** In the order in which they were taken. */
  private final Map<TraceId, Decided> lingering = new LinkedHashMap<>();

  /** What tells spans of one trace apart. */
  private record Identity(long spanId, String service, SpanKind kind) {
    static Identity of(ArrivingSpan span) {
      return new Identity(span.spanId(), span.origin().service(), span.kind());
    }
  }

  /**
   * Spans of open traces that had been set aside: what the log still has of them is not to count
   * again, even if the trace is gone by then.
   */
  private final Map<TraceId, Set<Identity>> aside = new HashMap<>();

  /** What had been decided at the very end, in silence: not what this restore decides there. */
  private final Set<TraceId> decidedAtEnd = new HashSet<>();

  private final Deque<Decided> toPlace = new ArrayDeque<>();
  private final Moves unused = new Moves();
  private final BundleReader bundles;
  private Source source = new Source("", 0);
  private long offset;
  private long end;

  AssemblyRestore(
      HeldTraces held,
      RememberedDecisions remembered,
      BundleReader bundles,
      AssemblyClock clock,
      Silences silences,
      long lingerMillis,
      Overflow overflow) {
    this.held = held;
    this.remembered = remembered;
    this.bundles = bundles;
    this.clock = clock;
    this.silences = silences;
    this.lingerMillis = lingerMillis;
    this.overflow = overflow;
  }

  void restore(DecisionLog log, SpanLog spans, int partition, long upTo) {
    byte[] stored = log.readMark();
    AssemblyMark mark = stored == null ? AssemblyMark.START : AssemblyMark.of(stored);
    clock.startAt(mark.lowWater());
    end = upTo;
    silences.recall();
    log.forEach((batch, batchOffset) -> recall(batch, batchOffset, mark.sweptMillis()));
    for (Decided decided : lingering.values()) {
      Entry entry = decided.entry();
      held.awaitSpans(entry.idHigh(), entry.idLow(), entry.reopened());
    }
    for (Trace trace : new AsideRestore(held, remembered, bundles).restore(log)) {
      aside.put(trace.id(), identities(trace.spans()));
    }
    toPlace.addAll(lingering.values());
    spans.replay(partition, mark.lowWater().offset(), upTo, this::replay);
    silences.sayAgain(upTo, this::silence);
    placeUpTo(upTo);
    lingering.values().forEach(decided -> linger(decided.entry()));
  }

  private void recall(byte[] batch, long batchOffset, long sweptMillis) {
    List<Entry> entries = DecisionBatch.read(batch);
    for (Entry entry : entries) {
      remembered.put(entry, batchOffset);
      TraceId id = new TraceId(entry.idHigh(), entry.idLow());
      if (batchOffset == end) {
        decidedAtEnd.add(id);
      }
      if (entry.stage() == Stage.LINGERING && entry.closedMillis() + lingerMillis > sweptMillis) {
        lingering.remove(id);
        lingering.put(id, new Decided(entry, batchOffset));
      } else {
        lingering.remove(id);
      }
    }
    remembered.batchWritten(batchOffset, entries);
  }

  private void replay(long recordOffset, byte @Nullable [] key, byte @Nullable [] value) {
    silences.sayAgain(recordOffset, this::silence);
    offset = recordOffset;
    placeUpTo(recordOffset);
    if (key == null || value == null) {
      return; // refused, too
    }
    try {
      replay(Stamp.of(key), value);
    } catch (IllegalArgumentException | ForeignRecordException foreign) {
      // It was refused when it was read first.
    }
  }

  private void silence(long before, Stamp stamp) {
    clock.observe(before, stamp, 0);
  }

  /** A decided trace of which nothing is in the log needs it from its decision on. */
  private void placeUpTo(long reached) {
    for (Decided next = toPlace.peekFirst();
        next != null && next.offset() <= reached;
        next = toPlace.peekFirst()) {
      toPlace.removeFirst();
      Trace trace = held.find(next.entry().idHigh(), next.entry().idLow());
      if (trace != null) {
        held.placeByOffset(trace, next.offset());
      }
    }
  }

  private void replay(Stamp stamp, byte[] value) {
    if (stamp.kind() == Stamp.Kind.CONTROL) {
      return; // the log has told it already
    }
    clock.observe(offset, stamp, value.length);
    source = Source.of(stamp);
    if (value.length > 0) {
      bundles.read(value, arrival(stamp), this::admit);
      overflow.relieve(offset);
    }
  }

  private long arrival(Stamp stamp) {
    return stamp.arrival() == Stamp.NONE ? Math.max(0, clock.timeOf(source)) : stamp.arrival();
  }

  private void admit(ArrivingSpan span) {
    long idHigh = span.view().traceIdHigh();
    long idLow = span.view().traceIdLow();
    Trace trace = held.find(idHigh, idLow);
    if (trace == null) {
      int verdict = remembered.find(idHigh, idLow);
      boolean known = verdict != RememberedDecisions.NONE;
      if (!known || remembered.isVoid(verdict)) {
        add(held.open(idHigh, idLow, known, held.lane(source)), span);
      } else if (remembered.batchOffset(verdict) == end
          && isNew(new TraceId(idHigh, idLow), span)) {
        overflow.lateAlone(span, source, verdict);
      }
      return;
    }
    if (!trace.spans().contains(span.spanId(), span.origin().service(), span.kind())) {
      add(trace, span);
    } else if (lingering.containsKey(trace.id()) && remembered.isFromBefore(trace, offset)) {
      trace.markSeenAgain();
    }
  }

  /**
   * Whether a span that comes after its trace's decision, which was taken in the course of this
   * restore for want of memory, was told of by neither that nor an earlier decision.
   */
  private boolean isNew(TraceId id, ArrivingSpan span) {
    Set<Identity> told = aside.get(id);
    return !lingering.containsKey(id)
        && !decidedAtEnd.contains(id)
        && (told == null || !told.contains(Identity.of(span)));
  }

  private void add(Trace trace, ArrivingSpan span) {
    Decided decided = lingering.get(trace.id());
    if (decided == null) {
      addUndecided(trace, span);
      return;
    }
    Entry entry = decided.entry();
    if (trace.spans().size() < entry.spans()) {
      held.addDecided(trace, span, offset);
    } else {
      decide(trace, entry);
      trace.markSeenAgain();
      span.settle(entry.verdict().basis());
      held.addLate(trace, span, unused);
    }
  }

  private static Set<Identity> identities(SpanTable spans) {
    Set<Identity> identities = new HashSet<>();
    for (int i = 0; i < spans.size(); i++) {
      identities.add(new Identity(spans.spanId(i), spans.service(i), spans.kind(i)));
    }
    return identities;
  }

  private void addUndecided(Trace trace, ArrivingSpan span) {
    Set<Identity> told = aside.get(trace.id());
    if (told != null) {
      told.add(Identity.of(span));
    }
    if (trace.isOpen()) {
      held.add(trace, span, offset, clock.timeOf(source), held.lane(source));
    } else {
      overflow.late(span, source, trace);
    }
  }

  private void linger(Entry entry) {
    Trace trace = held.find(entry.idHigh(), entry.idLow());
    if (trace != null) {
      decide(trace, entry);
      held.decidedAgain(trace);
    }
  }

  /** All spans from before the decision are there. */
  private static void decide(Trace trace, Entry entry) {
    if (trace.isOpen()) {
      trace.decide(entry.verdict(), entry.closedBy(), entry.closedMillis());
    }
  }
}
