package io.spanmill.benchmarks;

import io.spanmill.otlp.OtlpValidator;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.split.RequestSplitter;
import io.spanmill.wire.MalformedBytesException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done with the bytes of requests, per span. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(WireParts.SPANS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireParts {
  static final int SPANS = 20_000;
  private static final int PARTITIONS = 8;

  private final List<StandardLoad.Request> requests = StandardLoad.requests(SPANS);
  private final OtlpValidator validator = new OtlpValidator();
  private final RequestIndex index = new RequestIndex();
  private final SpanView span = new SpanView();
  private final RequestSplitter splitter = new RequestSplitter(PARTITIONS, 1 << 20, 8 << 20);

  /** The floor: every byte is looked at. */
  @Benchmark
  public int touch() {
    int sum = 0;
    for (StandardLoad.Request request : requests) {
      for (byte one : request.bytes()) {
        sum += one;
      }
    }
    return sum;
  }

  /** Is it OTLP, down to the last leaf? */
  @Benchmark
  public void check() throws MalformedBytesException {
    for (StandardLoad.Request request : requests) {
      validator.check(request.bytes());
    }
  }

  /** Where are the spans, and what do they say? */
  @Benchmark
  public long walk() throws MalformedBytesException {
    long ends = 0;
    for (StandardLoad.Request request : requests) {
      index.read(request.bytes());
      for (int i = 0; i < index.spans(); i++) {
        ends += span.read(request.bytes(), index.spanFrom(i), index.spanTo(i)).endNanos();
      }
    }
    return ends;
  }

  /** All of SPLIT: check, walk, and copy into a bundle for each partition. */
  @Benchmark
  public long split() throws MalformedBytesException {
    Counted counted = new Counted();
    for (StandardLoad.Request request : requests) {
      splitter.split(request.bytes(), counted);
    }
    return counted.bytes;
  }

  private static final class Counted implements RequestSplitter.Output {
    private long bytes;

    @Override
    public void bundle(int partition, byte[] traces, int spans) {
      bytes += traces.length;
    }

    @Override
    public void refusedSpan(String reason, byte[] traces) {
      throw new IllegalStateException(reason);
    }
  }
}
