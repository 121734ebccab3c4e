package io.spanmill.window;

import io.spanmill.state.SeriesFormat;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one partition by (window, series), and which of them the world has not been told.
 * Memory is bounded whatever comes: it holds what is busy, the rest is stored. Not thread-safe.
 *
 * <p>What comes for a series beyond the limit goes into the overflow of its window, so that totals
 * stay right. A series that has its own sum keeps it, and one that has none where the limit was
 * reached never gets one: what is taken back meets what was given.
 *
 * <p>A stored sum begins with a byte that says whether the world has heard of it, so that nothing
 * stays untold if the process dies between commit and telling.
 *
 * @param <S> the sum
 */
final class WindowSums<S> {
  /** Hears of sums as they stand. */
  interface Telling<S> {
    /**
     * @param sum good until the call returns; null if nothing is left
     */
    void tell(byte[] key, @Nullable S sum);
  }

  /** So much is kept at hand: that of a busy partition's present windows. */
  private static final int RECENT_BYTES = 2 << 20;

  /** So many keys are held at a time, of sums to be told or removed. */
  static final int KEYS_AT_A_TIME = 10_000;

  /**
   * Behind all windows stands the watermark at which the last ones were let go: after a restart
   * nobody knows the time at first, and a window that began anew would replace all that the world
   * was told of it.
   */
  private static final byte[] EXPIRED_AT = {(byte) 0xff};

  private static final byte TOLD = 0;
  private static final byte UNTOLD = 1;

  private final SeriesFormat<?, S> format;
  private final SumMemory memory;
  private final SeriesLimit limit;
  private final int partition;
  private final Set<SumKey> untold = new LinkedHashSet<>();
  private final ProtoWriter out = new ProtoWriter(1024);

  /** From where on stored sums have to be looked through for untold ones; null if all were. */
  private byte @Nullable [] unsearched = {};

  private final RecentSums<S> recent = new RecentSums<>(RECENT_BYTES);

  private long expiredAt;
  private long overflowedSums;
  private long overflowedWindows;

  /**
   * @param mostSeries how many series a window may have in this partition
   */
  WindowSums(SeriesFormat<?, S> format, int mostSeries, int partition, SumMemory memory) {
    this.format = format;
    this.partition = partition;
    this.memory = memory;
    limit = new SeriesLimit(mostSeries, memory);
    byte[] horizon = memory.get(EXPIRED_AT);
    expiredAt = horizon == null ? Stamp.NONE : ByteBuffer.wrap(horizon).getLong(1);
  }

  /**
   * Returns where it counts: under its own key, which is then the same object, or in the overflow.
   */
  SumKey add(SumKey key, S sum) {
    SumKey at = key;
    S total = find(at);
    if (total == null && !limit.admits(key.bytes())) {
      overflowedSums++;
      overflowedWindows += limit.isJustFull() ? 1 : 0;
      at = new SumKey(format.overflowKey(key.bytes(), partition));
      total = find(at);
    }
    total = total == null ? format.empty() : total;
    format.add(total, sum);
    recent.stored(at, total, put(at.bytes(), UNTOLD, total));
    untold.add(at);
    return at;
  }

  /** Whether a sum of that key was added to not long ago. */
  boolean isAtHand(SumKey key) {
    return recent.has(key);
  }

  /** What the world was told of a sum is no longer true, though the sum is. */
  void retell(byte[] key) {
    byte[] stored = memory.get(key);
    if (stored != null) {
      stored[0] = UNTOLD;
      memory.put(key, stored);
      untold.add(new SumKey(key));
    }
  }

  private @Nullable S find(SumKey key) {
    S sum = recent.get(key);
    byte[] stored = sum == null ? memory.get(key.bytes()) : null;
    return stored == null ? sum : read(stored);
  }

  private S read(byte[] stored) {
    return format.read(new ByteReader(stored, 1, stored.length));
  }

  /** Returns how many bytes it takes. */
  private int put(byte[] key, byte told, S sum) {
    out.clear().writeByte(told);
    format.write(sum, out);
    memory.put(key, out.toByteArray());
    return out.size();
  }

  /** Whether so much has changed that some of it has to be told before more comes. */
  boolean isFullOfNews() {
    return untold.size() >= KEYS_AT_A_TIME;
  }

  /** Whether it is known what the process before this one had not told. */
  boolean isSearched() {
    return unsearched == null;
  }

  /** Tells all that has changed since it was told, by this process or the one before it. */
  void tell(Telling<S> world) {
    tell(world, Integer.MAX_VALUE);
    while (unsearched != null) {
      search(unsearched).forEach(key -> tell(new SumKey(key), world));
    }
  }

  /**
   * Tells, of what has changed since it was told by this process, what waits longest.
   *
   * @param most so many of them
   */
  void tell(Telling<S> world, int most) {
    Iterator<SumKey> waiting = untold.iterator();
    for (int left = most; left > 0 && waiting.hasNext(); left--) {
      SumKey next = waiting.next();
      waiting.remove();
      tell(next, world);
    }
  }

  private List<byte[]> search(byte[] from) {
    List<byte[]> found = new ArrayList<>();
    unsearched = null;
    memory.scan(
        from,
        null,
        (key, value) -> {
          if (found.size() == KEYS_AT_A_TIME) {
            unsearched = key;
          } else if (!SeriesLimit.isWindow(key) && value[0] == UNTOLD) {
            found.add(key);
          }
          return unsearched == null;
        });
    return found;
  }

  /** A sum of which nothing is left stays stored: its series keeps its place. */
  private void tell(SumKey key, Telling<S> world) {
    S sum = find(key);
    if (sum != null) {
      put(key.bytes(), TOLD, sum);
      world.tell(key.bytes(), format.isNothing(sum) ? null : sum);
    }
  }

  /**
   * Removes all windows that begin at a time or before; what is untold of them is told.
   *
   * @param nowMillis the watermark
   */
  void expire(long lastStartMillis, long nowMillis, Telling<S> world) {
    byte[] first = start(0);
    byte[] below = start(Math.max(0, lastStartMillis + 1));
    List<byte[]> gone = new ArrayList<>();
    do {
      gone.clear();
      memory.scan(
          first,
          below,
          (key, value) -> {
            gone.add(key);
            return gone.size() < KEYS_AT_A_TIME;
          });
      gone.stream().map(SumKey::new).filter(untold::remove).forEach(key -> tell(key, world));
      gone.forEach(this::remove);
      if (!gone.isEmpty() && expiredAt < nowMillis) {
        expiredAt = nowMillis;
        memory.put(EXPIRED_AT, ByteBuffer.allocate(9).put(TOLD).putLong(expiredAt).array());
      }
    } while (!gone.isEmpty());
  }

  /** The watermark at which windows were let go for the last time, {@link Stamp#NONE} if never. */
  long expiredAt() {
    return expiredAt;
  }

  private void remove(byte[] key) {
    memory.delete(key);
    if (SeriesLimit.isWindow(key)) {
      limit.forget(key);
    } else {
      recent.remove(new SumKey(key));
    }
  }

  private static byte[] start(long millis) {
    return ByteBuffer.allocate(SumFormat.WINDOW_BYTES).putLong(millis).array();
  }

  /** How many sums have gone into an overflow. */
  long overflowedSums() {
    return overflowedSums;
  }

  /** How many windows have reached the limit. */
  long overflowedWindows() {
    return overflowedWindows;
  }
}
