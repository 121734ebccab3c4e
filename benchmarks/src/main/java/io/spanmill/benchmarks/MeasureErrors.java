package io.spanmill.benchmarks;

import io.spanmill.embedded.RequestFiles;
import io.spanmill.embedded.StoredRequest;
import io.spanmill.errors.ErrorFinder;
import io.spanmill.errors.ErrorsConfig;
import io.spanmill.model.Basis;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import io.spanmill.otlp.Origins;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.state.ErrorFormat;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TracePool;
import io.spanmill.trace.TraceView;
import io.spanmill.trace.Weights;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.MalformedBytesException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much CPU it takes to find and group the errors of stored traces (protobuf only), beside what
 * is spent on them anyway: each trace is opened and its spans are read, with and without {@link
 * ErrorFinder}, again and again. Prints the median of the differences.
 *
 * <pre>MeasureErrors FILE…</pre>
 */
public final class MeasureErrors {
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 31;
  private static final int TRACES_A_SWEEP = 500;
  private static final long MAX_SKEW_MILLIS = 3_600_000;

  private final Map<TraceId, Trace> traces = new LinkedHashMap<>();
  private final TracePool pool = new TracePool();
  private final Verdict verdict = new Verdict(true, 0, 0, Basis.ofTraceId(0), "", null, List.of());
  private final TraceView view = new TraceView();
  private final LocalSums<ErrorSum> sums = new LocalSums<>(new ErrorFormat(), 8);
  private final ErrorFinder finder =
      new ErrorFinder(
          new ErrorsConfig(true, Duration.ofMinutes(1), Duration.ofDays(7), List.of(), 10_000),
          Weights.ofThresholds(),
          sums);

  private long spans;
  private long seen;
  private long bytesOut;

  private MeasureErrors() {}

  public static void main(String[] files) throws IOException, MalformedBytesException {
    MeasureErrors measure = new MeasureErrors();
    measure.read(Arrays.stream(files).map(Path::of).toList());
    measure.run();
  }

  private void read(List<Path> files) throws IOException, MalformedBytesException {
    SpanView span = new SpanView();
    ArrivingSpan arriving = new ArrivingSpan(span, MAX_SKEW_MILLIS);
    RequestIndex index = new RequestIndex();
    Origins origins = new Origins();
    try (RequestFiles requests = RequestFiles.open(files, System::currentTimeMillis)) {
      for (StoredRequest request = requests.next(); request != null; request = requests.next()) {
        byte[] bytes = request.value();
        index.read(bytes);
        for (int i = 0; i < index.spans(); i++) {
          span.read(bytes, index.spanFrom(i), index.spanTo(i));
          arriving.arrive(origins.of(index, index.scopeOf(i)), request.arrivalMillis());
          TraceId id = new TraceId(span.traceIdHigh(), span.traceIdLow());
          traces
              .computeIfAbsent(id, key -> pool.open(key.high(), key.low(), false))
              .add(arriving, request.arrivalMillis());
          spans++;
        }
      }
    }
  }

  private void run() {
    for (int i = 0; i < WARM_UP; i++) {
      round(i % 2 == 0);
    }
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      double without = round(false);
      differences.add(round(true) - without);
    }
    differences.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%,d spans in %,d traces; %,.0f bytes of sums a round%n"
            + "%.4f CPU-seconds per million spans (of %d rounds: least %.4f, most %.4f)%n",
        spans,
        traces.size(),
        bytesOut / (ROUNDS + WARM_UP / 2.0),
        differences.get(ROUNDS / 2),
        ROUNDS,
        differences.get(0),
        differences.get(ROUNDS - 1));
  }

  /** CPU-seconds per million spans. */
  private double round(boolean find) {
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    int sinceSweep = 0;
    for (Trace trace : traces.values()) {
      view.open(trace);
      for (int span = 0; span < view.size(); span++) {
        seen += view.span(span).endNanos();
      }
      if (find) {
        finder.closed(new Milled.Closed(view, verdict));
        if (++sinceSweep == TRACES_A_SWEEP) {
          sums.drain((partition, batch) -> bytesOut += batch.length);
          sinceSweep = 0;
        }
      }
    }
    sums.drain((partition, batch) -> bytesOut += batch.length);
    long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
    return took / 1e9 / (spans / 1e6) + (seen == 1 ? 1 : 0);
  }
}
