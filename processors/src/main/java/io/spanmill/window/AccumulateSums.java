package io.spanmill.window;

import io.spanmill.node.Counter;
import io.spanmill.node.Counters;
import io.spanmill.node.StampedRecords;
import io.spanmill.state.SeriesFormat;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumFormat;
import io.spanmill.trace.Watermarks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the sums of a series together, window by window, and tells the world at intervals what has
 * changed, as far as that is not too much; the rest follows the next times, first what waits
 * longest. Each telling replaces the one before it.
 *
 * <p>A plain store by (window, series), not a window store: time here is the watermark, so that one
 * absurd timestamp expires nothing. What cannot be read is a dead letter, as a whole.
 *
 * @param <K> what is summed up for, with its window
 * @param <S> the sum
 * @param <P> how a sum is told
 */
public final class AccumulateSums<K, S, P>
    implements ProcessorSupplier<byte[], byte[], Object, Object> {
  /**
   * So many series of a partition are told at a time: where there are more, telling all of them
   * each time would cost more than all the rest.
   */
  private static final int AT_A_TIME = 200;

  private static final Logger LOG = LoggerFactory.getLogger(AccumulateSums.class);

  /**
   * What is summed up, and how.
   *
   * @param store name of the store, a persistent format
   * @param retentionMillis a window is kept for so long after its end
   * @param tellEvery so often the world hears of what has changed
   * @param mostSeries how many series a window may have in one partition, the overflow apart
   * @param telling makes what the world is told
   */
  public record Windows<K, S, P>(
      String store,
      SeriesFormat<K, S> format,
      long windowMillis,
      long retentionMillis,
      Duration tellEvery,
      int mostSeries,
      Telling<K, S, P> telling) {}

  /** Makes what the world is told. */
  @FunctionalInterface
  public interface Telling<K, S, P> {
    P of(K key, long windowMillis, S sum);
  }

  /**
   * Where things go.
   *
   * @param points the nodes that take {@code K → P}, or {@code K → null} if nothing is left
   * @param deadLetters the node that takes {@code byte[] → DeadLetter}
   */
  public record Outputs(List<String> points, String deadLetters) {
    /** Where one node takes the points. */
    public Outputs(String points, String deadLetters) {
      this(List.of(points), deadLetters);
    }
  }

  private final Windows<K, S, P> windows;
  private final @Nullable SeriesMemory<S, P> memory;
  private final Outputs outputs;

  public AccumulateSums(Windows<K, S, P> windows, Outputs outputs) {
    this(windows, null, outputs);
  }

  /**
   * @param memory null if nothing is remembered of a series when its windows are gone
   */
  public AccumulateSums(
      Windows<K, S, P> windows, @Nullable SeriesMemory<S, P> memory, Outputs outputs) {
    this.windows = windows;
    this.memory = memory;
    this.outputs = outputs;
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return memory == null
        ? Set.of(store(windows.store()))
        : Set.of(store(windows.store()), store(memory.store()));
  }

  private static StoreBuilder<?> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingEnabled();
  }

  @Override
  public Processor<byte[], byte[], Object, Object> get() {
    return new Node();
  }

  private final class Node implements Processor<byte[], byte[], Object, Object> {
    private final SeriesFormat<K, S> format = windows.format();
    private Watermarks watermarks = new Watermarks();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<Object, Object> context;

    @SuppressWarnings("NullAway.Init")
    private WindowSums<S> sums;

    private @Nullable RememberedSeries<S, P> remembered;

    @SuppressWarnings("NullAway.Init")
    private Counters counters;

    @SuppressWarnings("NullAway.Init")
    private Counter expired;

    @SuppressWarnings("NullAway.Init")
    private StampedRecords records;

    @SuppressWarnings("NullAway.Init")
    private Counter overflowed;

    @SuppressWarnings("NullAway.Init")
    private Counter fullWindows;

    private boolean warned;

    @Override
    public void init(ProcessorContext<Object, Object> context) {
      this.context = context;
      watermarks = new Watermarks();
      sums =
          new WindowSums<>(
              format,
              windows.mostSeries(),
              context.taskId().partition(),
              new StoredSums(context.getStateStore(windows.store())));
      if (memory != null) {
        SumMemory stored = new StoredSums(context.getStateStore(memory.store()));
        remembered = new RememberedSeries<>(memory, windows.windowMillis(), sums, stored);
      }
      counters = new Counters(context);
      expired =
          counter("expired-windows", "Sums whose window was gone and that count at the watermark.");
      records = new StampedRecords(context, counters, windows.store(), outputs.deadLetters());
      overflowed =
          counter("overflowed-sums", "Sums of series beyond the limit, counted in the overflow.");
      fullWindows = counter("full-windows", "Windows that have reached the limit of series.");
      context.schedule(windows.tellEvery(), PunctuationType.WALL_CLOCK_TIME, now -> tellSome());
    }

    private Counter counter(String name, String help) {
      return counters.counter(name, help, "store", windows.store());
    }

    @Override
    public void close() {
      counters.close();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      records.read(record, this::take);
    }

    private void take(Stamp stamp, Record<byte[], byte[]> record) {
      List<SumBatch.Part<S>> parts = // before any counts
          SumBatch.read(record.value(), format, sums::isAtHand);
      watermarks.observe(stamp);
      parts.forEach(part -> add(current(part.key()), part.sum()));
      countOverflow();
      if (watermarks.now() == Stamp.END) {
        tellAll();
      } else if (sums.isFullOfNews()) {
        sums.tell(this::forward, AT_A_TIME);
      }
    }

    private void add(SumKey key, S sum) {
      boolean alone = sums.add(key, sum).equals(key);
      if (alone && remembered != null) {
        remembered.see(key.bytes(), sum);
      }
    }

    /** The key under which something counts: of a window that is gone, that of the present. */
    private SumKey current(SumKey key) {
      if (!isExpired(SumFormat.windowOf(key.bytes()))) {
        return key;
      }
      expired.increment();
      long present = Math.floorDiv(time(), windows.windowMillis()) * windows.windowMillis();
      return new SumKey(ByteBuffer.wrap(key.bytes().clone()).putLong(present).array());
    }

    private void countOverflow() {
      overflowed.add(sums.overflowedSums() - overflowed.count());
      fullWindows.add(sums.overflowedWindows() - fullWindows.count());
      if (!warned && sums.overflowedWindows() > 0) {
        warned = true;
        LOG.warn(
            "a window of {} has reached {} series in partition {}: what comes for others counts in"
                + " the one marked otel.metric.overflow, see max_series (said once, and counted"
                + " from now on)",
            windows.store(),
            windows.mostSeries(),
            context.taskId().partition());
      }
    }

    /** What another process left untold is told at once: it has waited long enough. */
    private void tellSome() {
      if (sums.isSearched()) {
        sums.tell(this::forward, AT_A_TIME);
        expire();
      } else {
        tellAll();
      }
    }

    private void tellAll() {
      sums.tell(this::forward);
      expire();
    }

    private void expire() {
      if (now() != Stamp.NONE && now() != Stamp.END) {
        long last = now() - windows.retentionMillis() - windows.windowMillis();
        sums.expire(last, now(), this::forward);
        if (remembered != null) {
          remembered.expire(now(), windows.retentionMillis());
        }
      }
    }

    private void forward(byte[] key, @Nullable S sum) {
      K name = format.readKey(key);
      P point = sum == null ? null : windows.telling().of(name, windows.windowMillis(), sum);
      if (point != null && remembered != null) {
        point = remembered.recall(key, point);
      }
      Record<Object, Object> told = new Record<>(name, point, context.currentSystemTimeMs());
      outputs.points().forEach(node -> context.forward(told, node));
    }

    private boolean isExpired(long windowStart) {
      return time() != Stamp.NONE
          && windowStart + windows.windowMillis() + windows.retentionMillis() <= time();
    }

    /**
     * The watermark; where that is no time (after a start, at the end), that of the last expiry.
     */
    private long time() {
      return now() == Stamp.END ? sums.expiredAt() : Math.max(now(), sums.expiredAt());
    }

    private long now() {
      return watermarks.now();
    }
  }
}
