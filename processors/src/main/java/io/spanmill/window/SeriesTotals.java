package io.spanmill.window;

import io.spanmill.model.Total;
import io.spanmill.state.SumFormat;
import io.spanmill.state.TotalsFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one partition by series, over all windows, in a form that only goes up: what is taken
 * back is made good by what comes next. Not thread-safe.
 *
 * <p>Kept are, by the series' key without its window:
 *
 * <pre>
 * 0, key   what has not been told: since when (milliseconds, varint), sum; perhaps below zero
 * 1, key   what has been told: since when, when it grew last (milliseconds, varints), sum
 * </pre>
 *
 * @param <K> the series
 * @param <S> the sum
 */
final class SeriesTotals<K, S> {
  /**
   * What is kept, and for how long.
   *
   * @param mostSeries how many series there may be in this partition; what comes for others goes
   *     into an overflow
   * @param ever whether what was told is remembered, and told again and again
   * @param expireMillis a series that has not grown for so long is forgotten
   */
  record Bounds(int mostSeries, boolean ever, long expireMillis) {}

  /** Hears of totals. */
  interface World<K, S> {
    /** What was counted since it was told last. */
    void gained(Total<K, S> gain);

    /** What was counted in all. */
    void stands(Total<K, S> total);
  }

  private static final byte PENDING = 0;
  private static final byte TOLD = 1;

  /** So many totals are read at a time. */
  private static final int AT_A_TIME = 1_000;

  private record Pending<S>(long sinceMillis, S sum) {}

  private record Told<S>(long startMillis, long grownMillis, S sum) {}

  private final TotalsFormat<K, S> format;
  private final Bounds bounds;
  private final int partition;
  private final SumMemory memory;
  private final Map<SumKey, Pending<S>> pending = new HashMap<>();
  private final ProtoWriter out = new ProtoWriter(1024);
  private int series;

  SeriesTotals(TotalsFormat<K, S> format, Bounds bounds, int partition, SumMemory memory) {
    this.format = format;
    this.bounds = bounds;
    this.partition = partition;
    this.memory = memory;
    scan(PENDING, (key, in) -> pending.put(key, new Pending<>(in.readVarint(), format.read(in))));
    scan(TOLD, (key, in) -> series++);
    series += (int) pending.keySet().stream().filter(key -> told(key) == null).count();
  }

  /**
   * @param key with its window
   */
  void add(byte[] key, S sum, long nowMillis) {
    SumKey at = place(key);
    Pending<S> known = pending.computeIfAbsent(at, is -> new Pending<>(nowMillis, format.empty()));
    format.add(known.sum(), sum);
    put(at, known);
  }

  private SumKey place(byte[] key) {
    SumKey own = withoutWindow(key);
    if (pending.containsKey(own) || told(own) != null) {
      return own;
    }
    if (series < bounds.mostSeries()) {
      series++;
      return own;
    }
    return withoutWindow(format.overflowKey(key, partition));
  }

  /** Tells what has been gained, and then all that stands, as far as it is remembered. */
  void tell(long nowMillis, World<K, S> world) {
    for (SumKey key : List.copyOf(pending.keySet())) {
      Pending<S> news = pending.remove(key);
      if (news != null) {
        tell(key, news, nowMillis, world);
      }
    }
    series = pending.size();
    if (bounds.ever()) {
      tellAll(nowMillis, world);
    }
  }

  private void tell(SumKey key, Pending<S> news, long nowMillis, World<K, S> world) {
    S gain = format.gain(news.sum());
    S debt = format.debt(news.sum());
    if (debt == null) {
      memory.delete(stored(PENDING, key));
    } else {
      Pending<S> owed = new Pending<>(nowMillis, debt);
      pending.put(key, owed);
      put(key, owed);
    }
    if (gain != null) {
      world.gained(new Total<>(series(key), gain, news.sinceMillis()));
      if (bounds.ever()) {
        grow(key, gain, news.sinceMillis(), nowMillis);
      }
    }
  }

  private void grow(SumKey key, S gain, long sinceMillis, long nowMillis) {
    byte[] before = told(key);
    Told<S> told =
        before == null
            ? new Told<>(sinceMillis, sinceMillis, format.empty())
            : readTold(new ByteReader(before));
    format.grow(told.sum(), gain);
    out.clear().writeVarint(told.startMillis()).writeVarint(nowMillis);
    format.write(told.sum(), out);
    memory.put(stored(TOLD, key), out.toByteArray());
  }

  private Told<S> readTold(ByteReader in) {
    return new Told<>(in.readVarint(), in.readVarint(), format.read(in));
  }

  /** Shows what had been told, by this process or the one before it. */
  void recall(Consumer<Total<K, S>> told) {
    scan(
        TOLD,
        (key, in) -> {
          Told<S> stored = readTold(in);
          told.accept(new Total<>(series(key), stored.sum(), stored.startMillis()));
        });
  }

  private void tellAll(long nowMillis, World<K, S> world) {
    List<SumKey> expired = new ArrayList<>();
    scan(
        TOLD,
        (key, in) -> {
          Told<S> told = readTold(in);
          if (nowMillis - told.grownMillis() > bounds.expireMillis()) {
            expired.add(key);
          } else {
            world.stands(new Total<>(series(key), told.sum(), told.startMillis()));
            series += pending.containsKey(key) ? 0 : 1;
          }
        });
    expired.forEach(key -> memory.delete(stored(TOLD, key)));
  }

  private interface Entry {
    void at(SumKey key, ByteReader value);
  }

  /** Shows all of one kind, some at a time, as nothing may change while they are read. */
  private void scan(byte kind, Entry entry) {
    byte[] from = {kind};
    byte[] below = {(byte) (kind + 1)};
    while (from != null) {
      List<Map.Entry<byte[], byte[]>> some = new ArrayList<>();
      byte[][] next = {null};
      memory.scan(
          from,
          below,
          (key, value) -> {
            if (some.size() == AT_A_TIME) {
              next[0] = key;
              return false;
            }
            return some.add(Map.entry(key, value));
          });
      for (Map.Entry<byte[], byte[]> one : some) {
        byte[] key = one.getKey();
        entry.at(
            new SumKey(Arrays.copyOfRange(key, 1, key.length)), new ByteReader(one.getValue()));
      }
      from = next[0];
    }
  }

  private byte @Nullable [] told(SumKey key) {
    return bounds.ever() ? memory.get(stored(TOLD, key)) : null;
  }

  private void put(SumKey key, Pending<S> news) {
    out.clear().writeVarint(news.sinceMillis());
    format.write(news.sum(), out);
    memory.put(stored(PENDING, key), out.toByteArray());
  }

  private K series(SumKey key) {
    byte[] bytes = new byte[SumFormat.WINDOW_BYTES + key.bytes().length];
    System.arraycopy(key.bytes(), 0, bytes, SumFormat.WINDOW_BYTES, key.bytes().length);
    return format.readKey(bytes);
  }

  private static SumKey withoutWindow(byte[] key) {
    return new SumKey(Arrays.copyOfRange(key, SumFormat.WINDOW_BYTES, key.length));
  }

  private static byte[] stored(byte kind, SumKey key) {
    byte[] bytes = new byte[1 + key.bytes().length];
    bytes[0] = kind;
    System.arraycopy(key.bytes(), 0, bytes, 1, key.bytes().length);
    return bytes;
  }

  /** How many series there are. */
  int series() {
    return series;
  }
}
