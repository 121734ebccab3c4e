package io.spanmill.benchmarks;

import io.spanmill.assembly.AssemblyConfig;
import io.spanmill.assembly.TraceAssembler;
import io.spanmill.edges.EdgeLinker;
import io.spanmill.edges.EdgesConfig;
import io.spanmill.errors.ErrorFinder;
import io.spanmill.errors.ErrorsConfig;
import io.spanmill.model.Decision;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.PathSum;
import io.spanmill.model.RedSum;
import io.spanmill.model.Verdict;
import io.spanmill.path.PathConfig;
import io.spanmill.path.PathFinder;
import io.spanmill.red.RedConfig;
import io.spanmill.red.RedMeter;
import io.spanmill.sampling.KeptTraceWriter;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.Sampler;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.ErrorFormat;
import io.spanmill.state.PathFormat;
import io.spanmill.state.RedFormat;
import io.spanmill.state.Stamp;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import io.spanmill.trace.Weights;
import io.spanmill.window.Gatherer;
import io.spanmill.window.LocalSums;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures how the time that is spent on a span grows with its trace: every step from admission to
 * what is kept, for traces of 2,000, 20,000 and 200,000 spans. What grows tenfold from one column
 * to the next is quadratic. Without Kafka, on one thread.
 *
 * <pre>MeasureGrowth [SHAPE]</pre>
 */
public final class MeasureGrowth {
  /** What is done with spans. */
  private enum Step {
    ADMIT,
    AGAIN,
    RESTORE,
    CLOSE,
    JUDGE,
    MEASURE,
    LINK,
    PATHS,
    ERRORS,
    KEEP,
    LATE,
    LATE_MEASURE,
    LATE_LINK,
    LATE_ERRORS
  }

  private static final int[] SIZES = {2_000, 20_000, 200_000};
  private static final int LARGEST = 200_000;
  private static final long START_MILLIS = 1_767_268_800_000L;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Map<Step, Long> nanos = new EnumMap<>(Step.class);

  private MeasureGrowth() {}

  public static void main(String[] arguments) {
    for (HugeTrace.Shape shape : HugeTrace.Shape.values()) {
      if (arguments.length == 0 || shape.name().equalsIgnoreCase(arguments[0])) {
        measure(shape, false);
        measure(shape, true);
      }
    }
  }

  private static void measure(HugeTrace.Shape shape, boolean failing) {
    double[][] table = new double[Step.values().length][SIZES.length];
    for (double[] row : table) {
      Arrays.fill(row, Double.MAX_VALUE);
    }
    for (int size = 0; size < SIZES.length; size++) {
      for (int round = 0; round < 1 + LARGEST / SIZES[size] / 4; round++) {
        MeasureGrowth measure = new MeasureGrowth();
        measure.run(new HugeTrace(shape, failing, START_MILLIS), SIZES[size]);
        for (Step step : Step.values()) {
          double each = (double) measure.nanos.getOrDefault(step, 0L) / SIZES[size];
          table[step.ordinal()][size] = Math.min(table[step.ordinal()][size], each);
        }
      }
    }
    System.out.printf(
        Locale.ROOT, "%s%s: nanoseconds a span%n", shape, failing ? ", all failing" : "");
    for (Step step : Step.values()) {
      double[] row = table[step.ordinal()];
      System.out.printf(
          Locale.ROOT, "  %-13s %,9.0f %,9.0f %,9.0f%n", step, row[0], row[1], row[2]);
    }
  }

  private void run(HugeTrace trace, int spans) {
    List<byte[]> bundles = trace.bundles(spans, false);
    Steps steps = new Steps();
    TraceAssembler assembler = assembler(steps);
    time(Step.ADMIT, () -> process(assembler, bundles, 0, START_MILLIS));
    time(Step.AGAIN, () -> process(assembler, bundles, bundles.size(), START_MILLIS));
    time(Step.RESTORE, () -> restore(bundles));
    long later = START_MILLIS + HOUR.toMillis() / 2;
    time(Step.CLOSE, () -> process(assembler, List.of(new byte[0]), 2L * bundles.size(), later));
    take(Step.CLOSE, Step.JUDGE, Step.MEASURE, Step.LINK, Step.PATHS, Step.ERRORS, Step.KEEP);
    late(trace.bundles(spans, true));
  }

  /** The root comes in time, and the others when it is decided, each before its parent. */
  private void late(List<byte[]> backwards) {
    Steps steps = new Steps();
    TraceAssembler assembler = assembler(steps);
    byte[] last = backwards.get(backwards.size() - 1);
    process(assembler, List.of(last), 0, START_MILLIS);
    long later = START_MILLIS + HOUR.toMillis() / 2;
    process(assembler, List.of(new byte[0]), 1, later);
    time(Step.LATE, () -> process(assembler, backwards, 2, later));
    take(Step.LATE, Step.LATE_MEASURE, Step.LATE_LINK, Step.LATE_ERRORS);
  }

  private static TraceAssembler assembler(Unheard outcomes) {
    AssemblyConfig config = new AssemblyConfig(MINUTE, MINUTE, HOUR, 1L << 40, 1 << 30, HOUR, HOUR);
    return new TraceAssembler(config, HOUR.toMillis(), () -> 1L << 40, outcomes, new Forgetful());
  }

  private static void process(
      TraceAssembler assembler, List<byte[]> bundles, long offset, long millis) {
    for (int i = 0; i < bundles.size(); i++) {
      assembler.process(offset + i, stamp(millis), bundles.get(i));
    }
  }

  private static void restore(List<byte[]> bundles) {
    byte[] key = stamp(START_MILLIS).toBytes();
    assembler(new Unheard())
        .restore(
            (partition, from, to, reader) -> {
              for (int i = 0; i < bundles.size(); i++) {
                reader.read(i, key, bundles.get(i));
              }
            },
            0,
            bundles.size());
  }

  private static Stamp stamp(long millis) {
    return new Stamp(Stamp.Kind.DATA, "otlp_spans", 0, 1, millis, millis);
  }

  private void time(Step step, Runnable work) {
    long from = System.nanoTime();
    work.run();
    nanos.merge(step, System.nanoTime() - from, Long::sum);
  }

  /** What is measured by itself does not count twice. */
  private void take(Step from, Step... parts) {
    for (Step part : parts) {
      nanos.merge(from, -nanos.getOrDefault(part, 0L), Long::sum);
    }
  }

  /** All that is done with a trace that closes, and with what comes after it. */
  private final class Steps extends Unheard {
    private final Sampler sampler =
        new Sampler(
            SamplingConfig.of(
                List.of(
                    new PolicySpec.Latency("slow", 1_000_000L, 0),
                    new PolicySpec.Probabilistic("some", 10))));
    private final LocalSums<RedSum> red = new LocalSums<>(new RedFormat(), 8);
    private final LocalSums<EdgeSum> edge = new LocalSums<>(new EdgeFormat(), 8);
    private final LocalSums<PathSum> path = new LocalSums<>(new PathFormat(100), 8);
    private final LocalSums<ErrorSum> error = new LocalSums<>(new ErrorFormat(), 8);
    private final Weights weights = Weights.ofThresholds();
    private final Gatherer meter =
        new RedMeter(new RedConfig(MINUTE, HOUR, List.of(), 10_000), weights, red);
    private final Gatherer linker =
        new EdgeLinker(new EdgesConfig(MINUTE, "user", 10_000), weights, edge);
    private final Gatherer paths = new PathFinder(new PathConfig(true, MINUTE, 10_000, 100), path);
    private final Gatherer errors =
        new ErrorFinder(new ErrorsConfig(true, MINUTE, HOUR, List.of(), 10_000), weights, error);
    private final KeptTraceWriter writer = new KeptTraceWriter(1 << 20, 8 << 20);

    @Override
    public Verdict judge(TraceView trace) {
      long from = System.nanoTime();
      Verdict verdict = sampler.judge(trace);
      nanos.merge(Step.JUDGE, System.nanoTime() - from, Long::sum);
      return verdict;
    }

    @Override
    public void closed(TraceView trace, Decision decision) {
      Milled.Closed closed = new Milled.Closed(trace, decision.verdict());
      time(Step.MEASURE, () -> meter.closed(closed));
      time(Step.LINK, () -> linker.closed(closed));
      time(Step.PATHS, () -> paths.closed(closed));
      time(Step.ERRORS, () -> errors.closed(closed));
      time(Step.KEEP, () -> writer.write(trace, 0, decision.verdict().basis(), bytes -> {}));
    }

    @Override
    public void late(ArrivingSpan span, boolean kept, @Nullable Trace lingering, Moves moves) {
      Milled.Late late = new Milled.Late(span, kept, lingering, moves);
      time(Step.LATE_MEASURE, () -> meter.late(late));
      time(Step.LATE_LINK, () -> linker.late(late));
      time(Step.LATE_ERRORS, () -> errors.late(late));
    }
  }
}
