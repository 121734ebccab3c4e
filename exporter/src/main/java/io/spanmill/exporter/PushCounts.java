package io.spanmill.exporter;

import io.spanmill.otlp.Signal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What became of what was pushed, by signal. Thread-safe. */
public final class PushCounts {
  /** Of one signal. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Counts(
      LongAdder[] requests,
      LongAdder payloads,
      LongAdder bytes,
      LongAdder rejected,
      LongAdder refused) {

    static Counts none() {
      return new Counts(
          Stream.of(Answer.Kind.values()).map(kind -> new LongAdder()).toArray(LongAdder[]::new),
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder());
    }

    LongAdder requests(Answer.Kind answer) {
      return requests[answer.ordinal()];
    }
  }

  private final Map<Signal, Counts> counts = new EnumMap<>(Signal.class);

  public PushCounts() {
    for (Signal signal : Signal.values()) {
      counts.put(signal, Counts.none());
    }
  }

  void addAnswer(Signal signal, Answer answer) {
    Counts of = of(signal);
    of.requests(answer.kind()).increment();
    of.rejected.add(answer.rejected());
  }

  void addTaken(Signal signal, int payloads, int bytes) {
    of(signal).payloads.add(payloads);
    of(signal).bytes.add(bytes);
  }

  void addRefused(Signal signal) {
    of(signal).refused.increment();
  }

  private Counts of(Signal signal) {
    Counts of = counts.get(signal);
    if (of == null) {
      throw new AssertionError(signal);
    }
    return of;
  }

  /** Requests that were answered so. */
  public long requests(Signal signal, Answer.Kind answer) {
    return of(signal).requests(answer).sum();
  }

  /** Payloads that are there. */
  public long payloads(Signal signal) {
    return of(signal).payloads.sum();
  }

  /** Bytes of those, before they were packed. */
  public long bytes(Signal signal) {
    return of(signal).bytes.sum();
  }

  /** Items that back-ends have rejected out of requests that they took otherwise. */
  public long rejectedItems(Signal signal) {
    return of(signal).rejected.sum();
  }

  /** Payloads that will never be taken. */
  public long refused(Signal signal) {
    return of(signal).refused.sum();
  }
}
