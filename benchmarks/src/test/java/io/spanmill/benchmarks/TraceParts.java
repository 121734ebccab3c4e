package io.spanmill.benchmarks;

import io.spanmill.assembly.TraceAssembler;
import io.spanmill.edges.EdgeLinker;
import io.spanmill.model.Decision;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.RedSum;
import io.spanmill.model.Verdict;
import io.spanmill.red.RedMeter;
import io.spanmill.sampling.KeptTraceWriter;
import io.spanmill.sampling.Sampler;
import io.spanmill.sinks.JsonCodec;
import io.spanmill.split.RequestSplitter;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.RedFormat;
import io.spanmill.state.Stamp;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import io.spanmill.trace.Weights;
import io.spanmill.window.Gatherer;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is done with traces, per span: admit and close alone, then with one thing more each. The
 * difference is what that costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(TraceParts.SPANS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms4g", "-Xmx4g", "-Xmn3g", "-XX:+UseParallelGC"})
@Warmup(iterations = 8)
@Measurement(iterations = 10)
public class TraceParts {
  static final int SPANS = 400_000;

  /** What happens to a trace that closes. */
  public enum What {
    /** Nothing more. */
    ADMIT_AND_CLOSE,
    /** Five policies are asked. */
    VERDICT,
    /** Its spans are counted in RED sums. */
    MEASURE,
    /** Its calls are counted in edge sums. */
    LINK,
    /** Its decision is spelled as JSON. */
    DECISION,
    /** It is written as it would leave if it were kept. */
    ENCODE
  }

  @Param public What what = What.ADMIT_AND_CLOSE;

  private final PipelineConfig config = StandardLoad.config();
  private final List<Bundle> bundles = new ArrayList<>();
  private @Nullable TraceAssembler assembler;
  private Closing closing = new Closing(What.ADMIT_AND_CLOSE, config);

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Bundle(Stamp stamp, byte[] traces) {}

  /** One partition, that gets all. */
  @Setup
  public void splitRequests() throws MalformedBytesException {
    RequestSplitter splitter = new RequestSplitter(1, 1 << 20, 8 << 20);
    for (StandardLoad.Request request : StandardLoad.requests(SPANS)) {
      Stamp stamp =
          new Stamp(Stamp.Kind.DATA, "otlp_spans", 0, 1, request.millis(), request.millis());
      splitter.split(
          request.bytes(),
          new RequestSplitter.Output() {
            @Override
            public void bundle(int partition, byte[] traces, int spans) {
              bundles.add(new Bundle(stamp, traces));
            }

            @Override
            public void refusedSpan(String reason, byte[] traces) {
              throw new IllegalStateException(reason);
            }
          });
    }
  }

  @Setup(Level.Invocation)
  public void begin() {
    closing = new Closing(what, config);
    assembler =
        new TraceAssembler(
            config.assembly(),
            config.red().maxSkew().toMillis(),
            () -> 1L << 40,
            closing,
            new Forgetful());
    assembler.ask(closing.attributes());
  }

  @Benchmark
  public long traces() {
    TraceAssembler fresh = Objects.requireNonNull(assembler);
    for (int i = 0; i < bundles.size(); i++) {
      fresh.process(i, bundles.get(i).stamp(), bundles.get(i).traces());
    }
    Stamp end = new Stamp(Stamp.Kind.ENDED, "otlp_spans", 0, 1, Stamp.END, Stamp.NONE);
    fresh.process(bundles.size(), end, new byte[0]);
    return closing.spans;
  }

  /** Spans of all traces that were closed by the last {@link #traces}. */
  long spans() {
    return closing.spans;
  }

  private static final class Closing extends Unheard {
    private final What what;
    private final Sampler sampler;
    private final LocalSums<RedSum> redSums = new LocalSums<>(new RedFormat(), 8);
    private final LocalSums<EdgeSum> edgeSums = new LocalSums<>(new EdgeFormat(), 8);
    private final Gatherer gatherer;
    private final KeptTraceWriter writer = new KeptTraceWriter(1 << 20, 8 << 20);
    private final JsonCodec json = new JsonCodec();
    private long spans;
    private long bytes;

    private final List<String> attributes;

    Closing(What what, PipelineConfig config) {
      this.what = what;
      attributes = config.red().attributes();
      sampler = new Sampler(config.sampling());
      gatherer =
          what == What.LINK
              ? new EdgeLinker(config.edges(), Weights.ofThresholds(), edgeSums)
              : new RedMeter(config.red(), Weights.ofThresholds(), redSums);
    }

    /** All that is asked for when traces are closed. */
    List<String> attributes() {
      List<String> all = new ArrayList<>(sampler.attributes());
      all.addAll(attributes);
      return all;
    }

    @Override
    public Verdict judge(TraceView trace) {
      return what == What.VERDICT ? sampler.judge(trace) : super.judge(trace);
    }

    @Override
    public void closed(TraceView trace, Decision decision) {
      spans += trace.size();
      switch (what) {
        case MEASURE, LINK -> gatherer.closed(new Milled.Closed(trace, decision.verdict()));
        case DECISION -> bytes += json.decision("decisions", decision).length;
        case ENCODE ->
            writer.write(trace, 0, decision.verdict().basis(), kept -> bytes += kept.length);
        default -> {
          // Nothing more.
        }
      }
    }

    @Override
    public void swept(long watermarkMillis) {
      redSums.drain((partition, batch) -> bytes += batch.length);
      edgeSums.drain((partition, batch) -> bytes += batch.length);
    }

    @Override
    public void late(ArrivingSpan span, boolean kept, @Nullable Trace lingering, Moves moves) {
      spans++;
    }
  }
}
