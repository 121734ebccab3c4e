package io.spanmill.window;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums as they stand in the store, to be added to without reading them again: those used last, as
 * many as fit. Not thread-safe.
 *
 * @param <S> the sum
 */
final class RecentSums<S> {
  /** What an entry takes beside key and sum, about. */
  private static final int ENTRY_BYTES = 128;

  private static final class Entry<S> {
    private final S sum;
    private int bytes;

    Entry(S sum) {
      this.sum = sum;
    }
  }

  private final int mostBytes;
  private final Map<SumKey, Entry<S>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param mostBytes of keys and sums as they are stored
   */
  RecentSums(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Nullable S get(SumKey key) {
    Entry<S> entry = entries.get(key);
    return entry == null ? null : entry.sum;
  }

  /** Whether a sum is kept, which it may not be for long. */
  boolean has(SumKey key) {
    return entries.containsKey(key);
  }

  /** Keeps a sum that was stored just now, in so many bytes. */
  void stored(SumKey key, S sum, int storedBytes) {
    Entry<S> entry = entries.computeIfAbsent(key, absent -> new Entry<>(sum));
    int now = key.bytes().length + storedBytes + ENTRY_BYTES;
    bytes += now - entry.bytes;
    entry.bytes = now;
    Iterator<Entry<S>> eldest = entries.values().iterator();
    while (bytes > mostBytes && entries.size() > 1) {
      bytes -= eldest.next().bytes;
      eldest.remove();
    }
  }

  void remove(SumKey key) {
    Entry<S> entry = entries.remove(key);
    bytes -= entry == null ? 0 : entry.bytes;
  }
}
