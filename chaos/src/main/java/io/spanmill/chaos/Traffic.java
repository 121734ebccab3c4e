package io.spanmill.chaos;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The input of a campaign: traces whose spans are sent by their services, in several requests over
 * several partitions, some late, some twice, and among them what nobody can read. The same seed
 * gives the same requests at the same times after the beginning. Not thread-safe.
 *
 * <p>Records carry the time at which they were planned to be sent: what makes a span late is the
 * plan, and not a broker that was away. The campaign lets traces linger for longer than any fault
 * can hold a request up, since a source of which nothing more is to be read goes on in time.
 */
final class Traffic {
  private static final long TICK_MILLIS = 50;

  /** A service sends what it has so often. */
  private static final long SEND_EVERY_MILLIS = 250;

  private static final int LONGEST_DELAY = 2_000;
  private static final int LEAST_LATE = 3_000;
  private static final int MOST_LATE = 8_000;
  private static final int MOST_TICKS_BEFORE_REPEAT = 100;

  /** Spans of a slow trace come so far apart that it is as old as a trace may get. */
  private static final int SLOW_STEP = 4_000;

  private static final double SPANS_PER_TRACE = 7.5;

  private record Emission(long atMillis, long number, TraceMaker.Sent sent) {}

  private final long baseMillis;
  private final long lengthMillis;
  private final double tracesPerTick;
  private final InputKind kind;
  private final SplittableRandom random;
  private final TraceMaker maker;
  private final BadInput bad;
  private final PriorityQueue<Emission> emissions =
      new PriorityQueue<>(
          Comparator.comparingLong(Emission::atMillis).thenComparingLong(Emission::number));
  private final PriorityQueue<PlannedRequest> repeats =
      new PriorityQueue<>(Comparator.comparingLong(PlannedRequest::dueMillis));
  private final Map<String, List<Span>> outboxes = new HashMap<>();
  private long nowMillis;
  private double owedTraces;
  private long emitted;

  /**
   * @param kind how the spans of a request come to be in records
   * @param baseMillis when the campaign begins, since 1970
   * @param lengthMillis traces begin until then
   */
  Traffic(long seed, int spansPerSecond, InputKind kind, long baseMillis, long lengthMillis) {
    this.kind = kind;
    this.baseMillis = baseMillis;
    this.lengthMillis = lengthMillis;
    this.tracesPerTick = spansPerSecond / SPANS_PER_TRACE * TICK_MILLIS / 1000;
    this.random = new SplittableRandom(seed);
    this.maker = new TraceMaker(random.split());
    this.bad = new BadInput(random.split());
  }

  /** What is due in the next moment, perhaps nothing; null when all has been sent. */
  @Nullable List<PlannedRequest> next() {
    boolean over = nowMillis >= lengthMillis;
    if (over && emissions.isEmpty() && repeats.isEmpty() && outboxes.isEmpty()) {
      return null;
    }
    nowMillis += TICK_MILLIS;
    if (!over) {
      makeTraces();
    }
    fillOutboxes();
    List<PlannedRequest> due = new ArrayList<>();
    sendOutboxes(due);
    while (!repeats.isEmpty() && repeats.element().dueMillis() <= nowMillis) {
      due.add(repeats.remove());
    }
    return due;
  }

  private void makeTraces() {
    for (owedTraces += tracesPerTick; owedTraces >= 1; owedTraces--) {
      List<TraceMaker.Sent> spans = maker.trace(baseMillis + nowMillis);
      boolean slow = random.nextInt(100) == 0;
      int missing = random.nextInt(50) == 0 ? 1 + random.nextInt(spans.size() - 1) : -1;
      Map<String, Integer> delays = new HashMap<>();
      for (int i = 0; i < spans.size(); i++) {
        int delay = delays.computeIfAbsent(spans.get(i).service(), any -> delay());
        // The root of a slow trace comes last, so that it is not complete before.
        delay = slow ? (spans.size() - 1 - i) * SLOW_STEP : delay;
        if (i != missing) {
          long at = Math.min(nowMillis + delay, Math.max(nowMillis, lengthMillis));
          emissions.add(new Emission(at, emitted++, spans.get(i)));
        }
      }
    }
  }

  private int delay() {
    return random.nextInt(16) == 0
        ? LEAST_LATE + random.nextInt(MOST_LATE - LEAST_LATE)
        : random.nextInt(LONGEST_DELAY);
  }

  private void fillOutboxes() {
    while (!emissions.isEmpty() && emissions.element().atMillis() <= nowMillis) {
      TraceMaker.Sent sent = emissions.remove().sent();
      outboxes.computeIfAbsent(sent.service(), any -> new ArrayList<>()).add(sent.span());
    }
  }

  private void sendOutboxes(List<PlannedRequest> due) {
    for (int i = 0; i < TraceMaker.SERVICES.size(); i++) {
      boolean turn = (nowMillis + i * TICK_MILLIS) % SEND_EVERY_MILLIS == 0;
      String service = TraceMaker.SERVICES.get(i);
      List<Span> spans = turn ? outboxes.remove(service) : null;
      if (spans != null) {
        send(service, spans, due);
      }
    }
  }

  private void send(String service, List<Span> spans, List<PlannedRequest> due) {
    List<Span> all = bad.among(spans);
    bad.misdirected(kind.divide(all, anywhere()))
        .forEach(part -> due.add(planned(nowMillis, part, request(service, part.spans()))));
    if (random.nextInt(7) == 0) {
      long again = nowMillis + TICK_MILLIS * random.nextInt(MOST_TICKS_BEFORE_REPEAT);
      long at = Math.min(again, Math.max(nowMillis, lengthMillis));
      kind.divide(all, anywhere())
          .forEach(part -> repeats.add(planned(at, part, request(service, part.spans()))));
    }
    if (bad.strikes()) {
      InputKind.Part nobody = new InputKind.Part(null, anywhere(), List.of());
      due.add(planned(nowMillis, nobody, bad.poison(request(service, all))));
    }
  }

  private int anywhere() {
    return random.nextInt(Integer.MAX_VALUE);
  }

  private static byte[] request(String service, List<Span> spans) {
    ResourceSpans.Builder resource = ResourceSpans.newBuilder();
    resource.getResourceBuilder().addAttributes(TraceMaker.text("service.name", service));
    resource.addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans));
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build().toByteArray();
  }

  private PlannedRequest planned(long due, InputKind.Part part, byte @Nullable [] value) {
    return new PlannedRequest(due, bad.arrival(baseMillis + due), part.place(), part.key(), value);
  }
}
