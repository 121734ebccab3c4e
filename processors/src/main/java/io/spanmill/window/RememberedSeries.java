package io.spanmill.window;

import io.spanmill.window.Sightings.Sighting;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Tells points since when their series is known, and has those told again of which that is no
 * longer true: sums arrive in no order of time. Not thread-safe.
 */
final class RememberedSeries<S, P> {
  /** So many windows back, at most, points are told again. */
  private static final int MOST_RETOLD = 1_000;

  private final SeriesMemory<S, P> memory;
  private final long windowMillis;
  private final WindowSums<S> sums;
  private final Sightings sightings;

  RememberedSeries(
      SeriesMemory<S, P> memory, long windowMillis, WindowSums<S> sums, SumMemory stored) {
    this.memory = memory;
    this.windowMillis = windowMillis;
    this.sums = sums;
    this.sightings = new Sightings(stored, memory.mostSeries());
  }

  /** A sum was added under its own key. */
  void see(byte[] key, S sum) {
    long nanos = memory.firstNanos().applyAsLong(sum);
    if (nanos == SeriesMemory.UNSEEN || !sightings.see(key, nanos)) {
      return;
    }
    Sighting known = sightings.of(key);
    if (known != null) {
      retell(key, known);
    }
  }

  private void retell(byte[] key, Sighting known) {
    long oldest =
        Math.max(known.firstWindowMillis(), known.lastWindowMillis() - MOST_RETOLD * windowMillis);
    for (long window = known.lastWindowMillis(); window >= oldest; window -= windowMillis) {
      byte[] other = key.clone();
      ByteBuffer.wrap(other).putLong(window);
      sums.retell(other);
    }
  }

  /** The point of a series that is not remembered, as those of an overflow, stays as it is. */
  P recall(byte[] key, P point) {
    @Nullable Sighting known = sightings.of(key);
    if (known == null) {
      return point;
    }
    boolean isNew = ByteBuffer.wrap(key).getLong() == known.firstWindowMillis();
    return memory.recall().of(point, known.firstNanos(), isNew);
  }

  /**
   * @param retentionMillis as long as its windows are there, a series is known
   */
  void expire(long nowMillis, long retentionMillis) {
    sightings.expire(nowMillis - Math.max(memory.rememberMillis(), retentionMillis) - windowMillis);
  }
}
