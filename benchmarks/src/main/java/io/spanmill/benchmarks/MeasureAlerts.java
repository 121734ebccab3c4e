package io.spanmill.benchmarks;

import io.spanmill.alerts.AlertBook;
import io.spanmill.alerts.AlertsConfig;
import io.spanmill.alerts.RedProjection;
import io.spanmill.model.Alert;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.RedSum;
import io.spanmill.model.Threshold;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.Origins;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.RedFormat;
import io.spanmill.state.SumFormat;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * What alerts add to each span: the partial sums of RED, as eight assemblers would send them once a
 * second, go through what is done with them for five objectives on every service. Prints CPU
 * seconds per million spans, without what Kafka does to carry the records that come of it.
 *
 * <pre>MeasureAlerts [SPANS]</pre>
 */
public final class MeasureAlerts {
  private static final String OBJECTIVES =
      """
      alerts:
        objectives:
          - {name: latency, latency: {quantile: 0.95, above: 50ms}}
          - {name: errors, error_rate: {above: 2%}}
          - {name: slo, objective: 99%}
          - {name: traffic, rate_drop: {below: 50%}}
          - {name: operations, operation: '*', error_rate: {above: 5%}}
      """;

  private static final int ASSEMBLERS = 8;
  private static final int SUM_PARTITIONS = 8;
  private static final long SWEEP_MILLIS = 1000;
  private static final long WINDOW_MILLIS = 10_000;
  private static final int SPANS_PER_SECOND = 20_000;
  private static final long START = 1_767_225_600_000L;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final List<LocalSums<RedSum>> assemblers = new ArrayList<>();
  private final LocalSums<IndicatorSum> indicators = new LocalSums<>(new IndicatorFormat(), 1);
  private final RedProjection projection;
  private final AlertBook book;
  private final IndicatorFormat format = new IndicatorFormat();
  private final List<byte[]> meeting = new ArrayList<>();
  private final RequestIndex index = new RequestIndex();
  private final Origins origins = new Origins();
  private final SpanView span = new SpanView();
  private final ProtoWriter key = new ProtoWriter(256);

  private long sweptMillis;
  private long spans;
  private long sums;
  private long records;
  private long projectedNanos;
  private long judgedNanos;

  private MeasureAlerts() {
    AlertsConfig config =
        new ConfigReader(Map.of(), "host", Long.MAX_VALUE)
            .readText("objectives", OBJECTIVES)
            .config()
            .alerts();
    projection = new RedProjection(config, indicators);
    book = new AlertBook(config, new Memory(), new Nobody());
    for (int i = 0; i < ASSEMBLERS; i++) {
      assemblers.add(new LocalSums<>(new RedFormat(), SUM_PARTITIONS));
    }
  }

  public static void main(String[] arguments) throws IOException {
    long count = arguments.length > 0 ? Long.parseLong(arguments[0]) : 4_000_000;
    new MeasureAlerts().run(1_000_000); // warm
    MeasureAlerts measured = new MeasureAlerts();
    measured.run(count);
    measured.report();
  }

  private void run(long count) throws IOException {
    OrdinaryLoad.Kind kind = new OrdinaryLoad.Kind(false, START, SPANS_PER_SECOND, 0);
    new OrdinaryLoad(1, kind, this::take).write(count);
  }

  private void take(byte[] request, long arrivalMillis) {
    try {
      index.read(request);
      for (int i = 0; i < index.spans(); i++) {
        span.read(index.bytes(), index.spanFrom(i), index.spanTo(i));
        measure(origins.of(index, index.scopeOf(i)));
      }
    } catch (MalformedBytesException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (arrivalMillis - sweptMillis >= SWEEP_MILLIS) {
      sweptMillis = arrivalMillis;
      assemblers.forEach(assembler -> assembler.drain(this::watch));
      long before = cpuNanos();
      book.advance(START + arrivalMillis);
      judgedNanos += cpuNanos() - before;
    }
  }

  private void measure(Origin origin) {
    long millis = span.endNanos() / NANOS_PER_MILLI;
    key.clear();
    SumFormat.writeWindow(Math.floorDiv(millis, WINDOW_MILLIS) * WINDOW_MILLIS, key);
    key.writeByte(span.kind().ordinal()).writeByte(span.status().ordinal());
    key.writeSized(origin.serviceUtf8(), 0, origin.serviceUtf8().length);
    key.writeSized(span.bytes(), span.nameFrom(), span.nameTo());
    int assembler = (int) Math.floorMod(span.traceIdLow(), (long) ASSEMBLERS);
    assemblers.get(assembler).at(key).add(span.durationNanos(), Threshold.ALWAYS);
    spans++;
  }

  /** A record of a sums topic, at the node that watches it and at the one where all meets. */
  private void watch(int partition, byte[] batch) {
    long before = cpuNanos();
    LocalSums.read(batch, projection::add);
    indicators.drain((one, out) -> meeting.add(out));
    long between = cpuNanos();
    projectedNanos += between - before;
    meeting.forEach(this::meet);
    meeting.clear();
    judgedNanos += cpuNanos() - between;
  }

  private void meet(byte[] batch) {
    records++;
    LocalSums.read(
        batch,
        (name, sum) -> {
          sums++;
          book.observe(name, format.read(sum));
        });
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void report() {
    double millions = spans / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%.3f CPU seconds per million spans: %.3f to find what is asked, %.3f to hold it against"
            + " objectives; %.0f records with %.0f sums for each million%n",
        (projectedNanos + judgedNanos) / 1e9 / millions,
        projectedNanos / 1e9 / millions,
        judgedNanos / 1e9 / millions,
        records / millions,
        sums / millions);
  }

  /** As a store would keep it, but for the disk. */
  private static final class Memory implements AlertBook.Memory {
    private final TreeMap<Bytes, byte[]> stored = new TreeMap<>();

    @Override
    public void put(byte[] storedKey, byte[] value) {
      stored.put(Bytes.wrap(storedKey), value);
    }

    @Override
    public void delete(byte[] storedKey) {
      stored.remove(Bytes.wrap(storedKey));
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> reader) {
      stored.forEach((storedKey, value) -> reader.accept(storedKey.get(), value));
    }
  }

  /** Nobody is alarmed. */
  private static final class Nobody implements AlertBook.Output {
    @Override
    public void tell(Alert alert) {}

    @Override
    public void withdraw(Alert alert) {}
  }
}
