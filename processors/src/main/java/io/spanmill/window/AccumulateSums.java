package io.spanmill.window;

import io.spanmill.node.Counter;
import io.spanmill.node.Counters;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumFormat;
import io.spanmill.trace.Watermarks;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Puts the sums of a series together, window by window, and tells the world once a second what has
 * changed: each telling replaces the one before it.
 *
 * <p>A plain store by (window, series), not a window store: time here is the watermark, so that one
 * absurd timestamp expires nothing. A stored sum begins with a byte that says whether the world has
 * heard of it, so that nothing stays untold if the process dies between commit and telling.
 *
 * @param <K> what is summed up for, with its window
 * @param <S> the sum
 * @param <P> how a sum is told
 */
public final class AccumulateSums<K, S, P> implements ProcessorSupplier<byte[], byte[], K, P> {
  private static final Duration TELL_EVERY = Duration.ofSeconds(1);

  /** So many sums are kept at hand: those of a busy partition's present windows. */
  private static final int RECENT = 512;

  private static final byte TOLD = 0;
  private static final byte UNTOLD = 1;

  /**
   * What is summed up, and how.
   *
   * @param store name of the store, a persistent format
   * @param retentionMillis a window is kept for so long after its end
   * @param telling makes what the world is told
   */
  public record Windows<K, S, P>(
      String store,
      SumFormat<K, S> format,
      long windowMillis,
      long retentionMillis,
      Telling<K, S, P> telling) {}

  /** Makes what the world is told. */
  @FunctionalInterface
  public interface Telling<K, S, P> {
    P of(K key, long windowMillis, S sum);
  }

  private final Windows<K, S, P> windows;

  public AccumulateSums(Windows<K, S, P> windows) {
    this.windows = windows;
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(windows.store()), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingEnabled());
  }

  @Override
  public Processor<byte[], byte[], K, P> get() {
    return new Node();
  }

  private final class Node implements Processor<byte[], byte[], K, P> {
    private final SumFormat<K, S> format = windows.format();
    private final Watermarks watermarks = new Watermarks();
    private final Set<Bytes> untold = new LinkedHashSet<>();
    private final ProtoWriter out = new ProtoWriter(1024);

    /** Sums as they stand in the store, to be added to without reading them again. */
    private final Map<Bytes, S> recent =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Bytes, S> eldest) {
            return size() > RECENT;
          }
        };

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<K, P> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> store;

    @SuppressWarnings("NullAway.Init")
    private Counters counters;

    @SuppressWarnings("NullAway.Init")
    private Counter expired;

    @SuppressWarnings("NullAway.Init")
    private Counter foreign;

    @Override
    public void init(ProcessorContext<K, P> context) {
      this.context = context;
      store = context.getStateStore(windows.store());
      counters = new Counters(context);
      expired =
          counters.counter(
              "expired-windows",
              "Sums whose window was gone and that count at the watermark.",
              "store",
              windows.store());
      foreign =
          counters.counter(
              "foreign-records",
              "Records in our topic that are not ours.",
              "store",
              windows.store());
      context.schedule(TELL_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> tell());
      findUntold();
    }

    @Override
    public void close() {
      counters.close();
    }

    private void findUntold() {
      try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
        while (all.hasNext()) {
          KeyValue<Bytes, byte[]> stored = all.next();
          if (stored.value[0] == UNTOLD) {
            untold.add(stored.key);
          }
        }
      }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      Stamp stamp = stampOf(record);
      if (stamp == null || record.value() == null) {
        foreign.increment();
        return;
      }
      watermarks.observe(stamp);
      if (record.value().length > 0) {
        LocalSums.read(record.value(), (key, sum) -> add(current(key), format.read(sum)));
      }
      if (watermarks.now() == Stamp.END) {
        tell();
      }
    }

    private static @Nullable Stamp stampOf(Record<byte[], byte[]> record) {
      try {
        return record.key() == null ? null : Stamp.of(record.key());
      } catch (IllegalArgumentException none) {
        return null;
      }
    }

    /** The key under which something counts: of a window that is gone, that of the present. */
    private byte[] current(byte[] key) {
      if (isExpired(SumFormat.windowOf(key))) {
        expired.increment();
        ByteBuffer.wrap(key)
            .putLong(Math.floorDiv(now(), windows.windowMillis()) * windows.windowMillis());
      }
      return key;
    }

    private void add(byte[] key, S sum) {
      Bytes at = Bytes.wrap(key);
      S total = recent.computeIfAbsent(at, this::stored);
      format.add(total, sum);
      put(at, UNTOLD, total);
      untold.add(at);
    }

    private S stored(Bytes key) {
      byte[] stored = store.get(key);
      return stored == null
          ? format.empty()
          : format.read(new ByteReader(stored, 1, stored.length));
    }

    private void put(Bytes key, byte told, S sum) {
      out.clear().writeByte(told);
      format.write(sum, out);
      store.put(key, out.toByteArray());
    }

    private void tell() {
      for (Bytes key : untold) {
        byte[] stored = store.get(key);
        if (stored != null) {
          tell(key, stored);
        }
      }
      untold.clear();
      expire();
    }

    private void tell(Bytes key, byte[] stored) {
      S sum = format.read(new ByteReader(stored, 1, stored.length));
      K name = format.readKey(key.get());
      if (format.isNothing(sum)) {
        delete(key);
        forward(name, null);
      } else {
        stored[0] = TOLD;
        store.put(key, stored);
        forward(name, windows.telling().of(name, windows.windowMillis(), sum));
      }
    }

    private void forward(K key, @Nullable P point) {
      context.forward(new Record<>(key, point, context.currentSystemTimeMs()));
    }

    private void expire() {
      if (now() == Stamp.NONE || now() == Stamp.END) {
        return;
      }
      List<Bytes> gone = new ArrayList<>();
      long before = now() - windows.retentionMillis() - windows.windowMillis();
      Bytes from = Bytes.wrap(new byte[SumFormat.WINDOW_BYTES]);
      Bytes to =
          Bytes.wrap(
              ByteBuffer.allocate(SumFormat.WINDOW_BYTES).putLong(Math.max(0, before)).array());
      try (KeyValueIterator<Bytes, byte[]> old = store.range(from, to)) {
        old.forEachRemaining(entry -> gone.add(entry.key));
      }
      gone.forEach(this::delete);
    }

    private void delete(Bytes key) {
      store.delete(key);
      recent.remove(key);
    }

    private boolean isExpired(long windowStart) {
      return now() != Stamp.NONE
          && now() != Stamp.END
          && windowStart + windows.windowMillis() + windows.retentionMillis() <= now();
    }

    private long now() {
      return watermarks.now();
    }
  }
}
