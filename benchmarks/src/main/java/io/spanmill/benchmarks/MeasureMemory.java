package io.spanmill.benchmarks;

import com.sun.management.ThreadMXBean;
import io.spanmill.assembly.AssemblyConfig;
import io.spanmill.assembly.DecisionLog;
import io.spanmill.assembly.TraceAssembler;
import io.spanmill.split.RequestSplitter;
import io.spanmill.state.Stamp;
import io.spanmill.wire.MalformedBytesException;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures what the assembler holds of spans, by its own estimate and by what the virtual machine
 * says: of traces that are open, that linger, that are only remembered. Then what a steady stream
 * of them leaves to the garbage collector. Without Kafka, on one thread.
 *
 * <pre>MeasureMemory [SPANS]</pre>
 */
public final class MeasureMemory implements RequestSplitter.Output {
  private static final long START_MILLIS = 1_767_268_800_000L;
  private static final int SPANS_PER_SECOND = 50_000;
  private static final double MILLION = 1e6;
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final int STEADY_SECONDS = 100;
  private static final int BUNDLE_BYTES = 1 << 20;
  private static final int RECORD_BYTES = 8 << 20;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration BRIEFLY = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RequestSplitter splitter = new RequestSplitter(1, BUNDLE_BYTES, RECORD_BYTES);
  private final List<byte[]> bundles = new ArrayList<>();
  private final int spans;
  private TraceAssembler assembler;
  private long offset;
  private long splitting;
  private long assembling;

  private MeasureMemory(int spans) {
    this.spans = spans;
    assembler = assembler(DAY, DAY, new Forgetful());
  }

  public static void main(String[] arguments) throws IOException {
    MeasureMemory measure =
        new MeasureMemory(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000);
    measure.held("open", DAY, DAY, measure.spans);
    measure.held("lingering", BRIEFLY, DAY, 4 * measure.spans);
    measure.held("remembered", BRIEFLY, BRIEFLY, 4 * measure.spans);
    measure.stream();
  }

  private TraceAssembler assembler(Duration idle, Duration linger, DecisionLog log) {
    AssemblyConfig config =
        new AssemblyConfig(idle.dividedBy(10), idle, idle, 1L << 40, 1 << 30, linger, DAY);
    return new TraceAssembler(config, DAY.toMillis(), () -> 1L << 40, new Unheard(), log);
  }

  /** What all spans take together when their time is over, or is not. */
  private void held(String what, Duration idle, Duration linger, int count) throws IOException {
    assembler = assembler(idle, linger, new Forgetful());
    long before = usedHeap();
    write(count, START_MILLIS);
    pass(START_MILLIS + DAY.toMillis() / 20);
    pass(START_MILLIS + DAY.toMillis() / 15);
    long took = usedHeap() - before;
    System.out.printf(
        Locale.ROOT,
        "%-10s %5.0f bytes a span, estimated at %5.0f%n",
        what,
        (double) took / count,
        (double) assembler.heldBytes() / count);
  }

  /** So many that what is held stays the same, with the times that are usual. */
  private void stream() throws IOException {
    assembler = assembler(MINUTE, MINUTE, new Remembering());
    int steady = STEADY_SECONDS * SPANS_PER_SECOND;
    write(steady, START_MILLIS);
    splitting = 0;
    assembling = 0;
    long before = collectingMillis();
    write(steady, START_MILLIS + STEADY_SECONDS * MILLIS_PER_SECOND);
    double collecting = (double) (collectingMillis() - before) / MILLIS_PER_SECOND;
    System.out.printf(
        Locale.ROOT,
        "stream     %5.0f bytes a span allocated by the splitter, %.0f by the assembler;"
            + " collecting takes %.3f s per million%n",
        (double) splitting / steady,
        (double) assembling / steady,
        collecting / steady * MILLION);
  }

  private void write(int count, long fromMillis) throws IOException {
    OrdinaryLoad.Kind kind = new OrdinaryLoad.Kind(true, fromMillis, SPANS_PER_SECOND, 0);
    new OrdinaryLoad(fromMillis, kind, (request, millis) -> take(request, fromMillis + millis))
        .write(count);
  }

  private void take(byte[] request, long millis) {
    bundles.clear();
    long before = allocated();
    try {
      splitter.split(request, this);
    } catch (MalformedBytesException impossible) {
      throw new IllegalStateException(impossible);
    }
    long split = allocated();
    for (byte[] bundle : bundles) {
      assembler.process(offset++, stamp(millis), bundle);
    }
    splitting += split - before;
    assembling += allocated() - split;
  }

  /** All that is due by then happens. */
  private void pass(long millis) {
    assembler.process(offset++, stamp(millis), new byte[0]);
  }

  private static Stamp stamp(long millis) {
    return new Stamp(Stamp.Kind.DATA, "otlp_spans", 0, 1, millis, millis);
  }

  @Override
  public void bundle(int partition, byte[] traces, int count) {
    bundles.add(traces);
  }

  @Override
  public void refusedSpan(String reason, byte[] traces) {
    throw new IllegalStateException(reason);
  }

  private long allocated() {
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static long collectingMillis() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      millis += collector.getCollectionTime();
    }
    return millis;
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
