package io.spanmill.assembly;

import io.spanmill.fixture.Arrival;
import io.spanmill.fixture.Parents;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.CloseReason;
import io.spanmill.model.StatusCode;
import io.spanmill.model.TraceId;
import io.spanmill.state.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of closing once more, as plainly as can be: every question asks all traces. */
final class OracleAssembler {
  private static final long NOWHERE = -1;

  private static final class Held {
    final TraceId id;
    final boolean reopened;
    final List<TestSpan> spans = new ArrayList<>();
    long first;
    long last;
    @Nullable CloseReason reason;
    long closed;
    int onTime;
    boolean cameAgain;
    long decidedOffset = NOWHERE;

    /** From where on the log is needed, since when, and which of all needs of it this is. */
    long logOffset = NOWHERE;

    long logSince;
    int logNumber;

    Held(TraceId id, boolean reopened) {
      this.id = id;
      this.reopened = reopened;
    }
  }

  private static final class Known {
    long closed;
    long noted;
  }

  /** Half of settle, but no less than a quarter of a second and no more than three. */
  private long sweepMillis() {
    return Math.max(250, Math.min(3_000, config.settle().toMillis() / 2));
  }

  private final AssemblyConfig config;
  private final Map<TraceId, Held> held = new LinkedHashMap<>();
  private final Map<TraceId, Known> known = new HashMap<>();
  private final TreeMap<Long, Long> batches = new TreeMap<>();
  private final List<Long> sweeps = new ArrayList<>(List.of(0L));
  private final Map<Integer, Stamp> stamps = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private long now = Stamp.NONE;

  /** Of the source that speaks. */
  private long time = Stamp.NONE;

  private long swept = Stamp.NONE;
  private int needs;
  private long offset;

  OracleAssembler(AssemblyConfig config) {
    this.config = config;
  }

  List<String> process(Arrival arrival) {
    told.clear();
    if (arrival.control() != null) {
      return List.of("control");
    }
    offset = arrival.offset();
    stamps.put(arrival.stamp().partition(), arrival.stamp());
    advance(time(arrival.stamp().sources()));
    time = Math.max(now, arrival.stamp().watermark());
    arrival.spans().forEach(this::admit);
    return List.copyOf(told);
  }

  private long time(int sources) {
    if (stamps.size() < sources) {
      return Stamp.NONE;
    }
    boolean allIdle =
        stamps.values().stream()
            .allMatch(s -> s.kind() == Stamp.Kind.IDLE && s.arrival() >= 30_000);
    var told = stamps.values().stream().filter(s -> !isIdleForever(s)).map(Stamp::watermark);
    return (allIdle ? told.max(Comparator.naturalOrder()) : told.min(Comparator.naturalOrder()))
        .orElse(Stamp.NONE);
  }

  private static boolean isIdleForever(Stamp stamp) {
    return stamp.kind() == Stamp.Kind.IDLE && stamp.watermark() == Stamp.NONE;
  }

  private void advance(long reached) {
    if (reached == Stamp.END) {
      List.copyOf(held.values()).stream()
          .filter(t -> t.reason == null)
          .forEach(t -> close(t, CloseReason.END_OF_INPUT));
      List.copyOf(held.values()).forEach(this::settle);
      told.add("swept " + Stamp.END);
    } else if (reached != Stamp.NONE) {
      now = Math.max(now, reached);
      if (swept == Stamp.NONE || now - swept >= sweepMillis()) {
        sweep();
      }
    }
  }

  private void sweep() {
    swept = now;
    List.copyOf(held.values()).forEach(this::closeIfDue);
    List.copyOf(held.values()).stream().filter(this::hasLingered).forEach(this::settle);
    setAside();
    sweeps.add(offset);
    forget();
    told.add("swept " + now);
  }

  /** Open traces that came into the log long ago need it no more, up to the first that did not. */
  private void setAside() {
    held.values().stream()
        .filter(t -> t.reason == null && t.logOffset != NOWHERE)
        .sorted(Comparator.comparingInt(t -> t.logNumber))
        .takeWhile(t -> t.logSince + 2 * config.settle().toMillis() <= now)
        .forEach(t -> t.logOffset = NOWHERE);
  }

  private void needLog(Held t) {
    if (t.logOffset == NOWHERE) {
      t.logOffset = offset;
      t.logSince = time;
      t.logNumber = needs++;
    }
  }

  private void closeIfDue(Held t) {
    if (now == Stamp.NONE || t.reason != null) {
      return;
    }
    if (t.last + config.settle().toMillis() <= now && isComplete(t.spans)) {
      close(t, CloseReason.COMPLETE);
    } else if (t.last + config.idle().toMillis() <= now) {
      close(t, CloseReason.IDLE);
    } else if (t.first + config.maxAge().toMillis() <= now) {
      close(t, CloseReason.MAX_AGE);
    }
  }

  private boolean hasLingered(Held t) {
    return now != Stamp.NONE && t.reason != null && t.closed + config.linger().toMillis() <= now;
  }

  private void admit(TestSpan span) {
    TraceId id = new TraceId(span.idHigh(), span.idLow());
    Held t = held.get(id);
    if (t != null) {
      closeIfDue(t);
      if (hasLingered(t)) {
        settle(t);
        t = null;
      }
    }
    if (t == null) {
      admitUnknown(id, span);
    } else if (t.spans.stream().anyMatch(span::isSame)) {
      t.cameAgain |= t.reason != null && t.decidedOffset < offset;
      told.add("duplicate");
    } else if (t.reason == null) {
      add(t, span);
    } else {
      t.cameAgain = true;
      t.spans.add(span);
      told.add("late " + spelled(span) + " linked");
    }
  }

  private void admitUnknown(TraceId id, TestSpan span) {
    Known verdict = known.get(id);
    if (verdict != null) {
      boolean out =
          verdict.closed + config.remember().toMillis() <= now && verdict.noted < lowWater();
      note(id, verdict.closed);
      if (!out) {
        told.add("late " + spelled(span) + " alone");
        return;
      }
    }
    Held t = new Held(id, verdict != null);
    t.first = time;
    held.put(id, t);
    add(t, span);
  }

  private void add(Held t, TestSpan span) {
    t.spans.add(span);
    needLog(t);
    t.last = Math.max(t.last, time);
    told.add("admitted " + spelled(span));
    int bytes = t.spans.stream().mapToInt(s -> s.toProto().getSerializedSize()).sum();
    if (bytes > config.maxTraceBytes()) {
      close(t, CloseReason.OVERSIZE);
    }
  }

  private void close(Held t, CloseReason reason) {
    needLog(t);
    t.decidedOffset = offset;
    t.reason = reason;
    t.onTime = t.spans.size();
    t.closed = Math.max(now, t.last);
    note(t.id, t.closed);
    told.add("closed " + spelled(t));
  }

  /** At the latest now the log has to say that the trace has ended, where spans came after it. */
  private void settle(Held t) {
    List<TestSpan> late = t.spans.subList(t.onTime, t.spans.size());
    if (!late.isEmpty()) {
      long errors = late.stream().filter(s -> s.status() == StatusCode.ERROR).count();
      told.add("amended " + t.id + " late=" + late.size() + " errors=" + errors);
    }
    if (t.cameAgain || t.closed + config.linger().toMillis() > swept) {
      note(t.id, t.closed);
    }
    held.remove(t.id);
  }

  private void note(TraceId id, long closed) {
    Known verdict = known.computeIfAbsent(id, unused -> new Known());
    verdict.closed = closed;
    verdict.noted = offset;
    batches.merge(offset, closed, Math::max);
  }

  /** Where the log is read from after a restart: the last sweep below all that is held. */
  private long lowWater() {
    long lowest =
        held.values().stream()
            .mapToLong(t -> t.logOffset)
            .filter(at -> at != NOWHERE)
            .min()
            .orElse(offset);
    return sweeps.stream().filter(at -> at <= lowest).max(Comparator.naturalOrder()).orElseThrow();
  }

  private void forget() {
    long low = lowWater();
    long before = now - 2 * config.remember().toMillis();
    while (!batches.isEmpty()
        && batches.firstKey() < low
        && batches.firstEntry().getValue() <= before) {
      long gone = batches.pollFirstEntry().getKey();
      known.values().removeIf(verdict -> verdict.noted == gone);
    }
  }

  private static boolean isComplete(List<TestSpan> spans) {
    int roots = 0;
    for (TestSpan span : spans) {
      TestSpan at = span;
      for (int steps = 0; at != null; steps++) {
        TestSpan parent = Parents.parent(at, spans);
        boolean missing = parent == null && !Parents.isRoot(at, spans);
        if (missing || steps > spans.size()) {
          return false;
        }
        at = parent;
      }
      roots += Parents.isRoot(span, spans) ? 1 : 0;
    }
    return roots == 1;
  }

  private static String spelled(TestSpan span) {
    TraceId id = new TraceId(span.idHigh(), span.idLow());
    return id + " " + Long.toHexString(span.spanId()) + "/" + span.service();
  }

  private static String spelled(Held t) {
    TestSpan root =
        t.spans.stream()
            .filter(s -> Parents.isRoot(s, t.spans))
            .min((a, b) -> Long.compareUnsigned(a.startNanos(), b.startNanos()))
            .orElse(null);
    long start =
        t.spans.stream().mapToLong(TestSpan::startNanos).filter(s -> s >= 0).min().orElse(-1);
    long end = t.spans.stream().mapToLong(TestSpan::endNanos).max().orElseThrow();
    StringBuilder of = new StringBuilder();
    t.spans.forEach(
        s -> of.append(' ').append(Long.toHexString(s.spanId())).append('/').append(s.service()));
    return String.format(
        "%s %s spans=%d services=%d root=%s/%s start=%d duration=%d error=%s reopened=%s of%s",
        t.id,
        t.reason,
        t.spans.size(),
        t.spans.stream().map(TestSpan::service).distinct().count(),
        root == null ? null : root.service(),
        root == null ? null : root.name(),
        Math.max(0, start),
        start < 0 ? 0 : Math.max(0, end - start),
        t.spans.stream().anyMatch(s -> s.status() == StatusCode.ERROR),
        t.reopened,
        of);
  }
}
