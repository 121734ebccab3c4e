package io.spanmill.benchmarks;

import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.PathSum;
import io.spanmill.model.Verdict;
import io.spanmill.otlp.Origins;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.path.PathConfig;
import io.spanmill.path.PathFinder;
import io.spanmill.path.PathTelling;
import io.spanmill.state.PathFormat;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TracePool;
import io.spanmill.trace.TraceView;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what critical paths add to the pipeline, without Kafka and on one thread: finding the
 * paths of traces that are at hand already, and adding them up; putting the sums of each sweep into
 * a batch; and putting the batches together, spelled anew after each of them as they are stored.
 * Prints CPU-seconds per million spans of each.
 *
 * <pre>MeasurePaths [TRACES A SWEEP]</pre>
 */
public final class MeasurePaths {
  private static final int SPANS = 4_000;
  private static final int WARM_UP = 300;
  private static final int ROUNDS = 500;
  private static final long START_MILLIS = 1_767_268_800_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PathFormat format = new PathFormat(100);
  private final LocalSums<PathSum> sums = new LocalSums<>(format, 8);
  private final PathFinder finder =
      new PathFinder(new PathConfig(true, Duration.ofMinutes(1), 10_000, 100), sums);
  private final List<Milled.Closed> traces = new ArrayList<>();
  private final Map<ByteBuffer, PathSum> stored = new HashMap<>();
  private final ProtoWriter out = new ProtoWriter(1024);
  private final int tracesOfSweep;
  private long spans;
  private long storedBytes;
  private long finding;
  private long sending;
  private long accumulating;
  private long telling;

  private MeasurePaths(int tracesOfSweep) {
    this.tracesOfSweep = tracesOfSweep;
  }

  public static void main(String[] arguments) throws IOException {
    int sweep = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    MeasurePaths measure = new MeasurePaths(sweep);
    measure.load();
    for (int round = 0; round < WARM_UP; round++) {
      measure.round();
    }
    measure.forget();
    for (int round = 0; round < ROUNDS; round++) {
      measure.round();
    }
    measure.print();
  }

  private void load() throws IOException {
    Map<List<Long>, Trace> open = new LinkedHashMap<>();
    OrdinaryLoad.Kind kind = new OrdinaryLoad.Kind(false, START_MILLIS, 20_000, 0);
    Arrivals arrivals = new Arrivals(open);
    new OrdinaryLoad(1, kind, (request, millis) -> arrivals.add(request)).write(SPANS);
    for (Trace trace : open.values()) {
      boolean kept = traces.size() % 10 == 0;
      Basis basis = Basis.ofTraceId(trace.idLow());
      Verdict verdict = new Verdict(kept, 0, 0, basis, "", null, List.of());
      trace.decide(verdict, CloseReason.COMPLETE, START_MILLIS);
      traces.add(new Milled.Closed(new TraceView().open(trace), verdict));
      spans += trace.spans().size();
    }
  }

  /** Puts spans into their traces. */
  private static final class Arrivals {
    private final Map<List<Long>, Trace> open;
    private final TracePool pool = new TracePool();
    private final Origins origins = new Origins();
    private final RequestIndex index = new RequestIndex();
    private final SpanView view = new SpanView();
    private final ArrivingSpan arriving = new ArrivingSpan(view, Duration.ofHours(1).toMillis());

    Arrivals(Map<List<Long>, Trace> open) {
      this.open = open;
    }

    void add(byte[] request) {
      try {
        index.read(request);
        for (int i = 0; i < index.spans(); i++) {
          view.read(request, index.spanFrom(i), index.spanTo(i));
          arriving.arrive(origins.of(index, index.scopeOf(i)), START_MILLIS);
          open.computeIfAbsent(
                  List.of(view.traceIdHigh(), view.traceIdLow()),
                  id -> pool.open(id.get(0), id.get(1), false))
              .add(arriving, START_MILLIS);
        }
      } catch (MalformedBytesException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  @SuppressWarnings("ByteBufferBackingArray") // all keys are wrapped arrays
  private void round() {
    List<byte[]> batches = new ArrayList<>();
    for (int from = 0; from < traces.size(); from += tracesOfSweep) {
      long began = cpuNanos();
      for (int at = from; at < Math.min(from + tracesOfSweep, traces.size()); at++) {
        finder.closed(traces.get(at));
      }
      long found = cpuNanos();
      sums.drain((partition, batch) -> batches.add(batch));
      finding += found - began;
      sending += cpuNanos() - found;
    }
    long began = cpuNanos();
    batches.forEach(this::accumulate);
    long stands = cpuNanos();
    stored.forEach((key, sum) -> PathTelling.of(format.readKey(key.array()), 60_000, sum));
    accumulating += stands - began;
    telling += cpuNanos() - stands;
  }

  private void accumulate(byte[] batch) {
    LocalSums.read(
        batch,
        (key, sum) -> {
          PathSum total = stored.computeIfAbsent(ByteBuffer.wrap(key), first -> format.empty());
          format.add(total, format.read(sum));
          format.write(total, out.clear());
          storedBytes += out.toByteArray().length;
        });
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void forget() {
    stored.clear();
    storedBytes = 0;
    finding = 0;
    sending = 0;
    accumulating = 0;
    telling = 0;
  }

  private void print() {
    print("finding the paths, and adding them up", finding, ROUNDS);
    print("putting sums into batches", sending, ROUNDS);
    print("putting batches together", accumulating, ROUNDS);
    print("all", finding + sending + accumulating, ROUNDS);
    int contributors = stored.values().stream().mapToInt(PathSum::size).sum();
    System.out.printf(
        Locale.ROOT,
        "%.0f bytes stored a span; to tell %d entries with %d contributors once, %.2f ms%n",
        (double) storedBytes / ROUNDS / spans,
        stored.size(),
        contributors,
        telling / 1e6 / ROUNDS);
  }

  private void print(String what, long nanos, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %.3f CPU-seconds per million spans%n",
        what,
        nanos / NANOS_PER_SECOND / rounds / spans * 1e6);
  }
}
