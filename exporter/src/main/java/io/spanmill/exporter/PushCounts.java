package io.spanmill.exporter;

import io.spanmill.otlp.Signal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of what was pushed, by signal. Thread-safe. */
public final class PushCounts {
  /** Of one signal. */
  private static final class Counts {
    private final Map<Answer.Kind, LongAdder> requests = new EnumMap<>(Answer.Kind.class);
    private final LongAdder payloads = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder refused = new LongAdder();

    Counts() {
      for (Answer.Kind kind : Answer.Kind.values()) {
        requests.put(kind, new LongAdder());
      }
    }
  }

  private final Map<Signal, Counts> counts = new EnumMap<>(Signal.class);

  public PushCounts() {
    for (Signal signal : Signal.values()) {
      counts.put(signal, new Counts());
    }
  }

  void addAnswer(Signal signal, Answer answer) {
    Counts of = of(signal);
    of.requests.get(answer.kind()).increment();
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
    return of(signal).requests.getOrDefault(answer, new LongAdder()).sum();
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
