package io.spanmill.window;

import io.spanmill.state.SumFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Since when series are known, beyond their windows: in which one each was seen first, and when.
 * Bounded by time, and by number: then those are forgotten that were seen last the longest ago. Not
 * thread-safe.
 *
 * <pre>
 * 0, series                 version 1, first window's start, first nanosecond, last window's start
 *                           (varints)
 * 1, last window's start    nothing: the order in which they are forgotten
 *    (8 bytes, big-endian),
 *    series
 * </pre>
 */
final class Sightings {
  private static final byte VERSION = 1;
  private static final byte SERIES = 0;
  private static final byte BY_TIME = 1;
  private static final int KEYS_AT_A_TIME = 1_000;
  private static final byte[] NOTHING = {};

  /**
   * What is known of a series; windows and times in their own units since 1970.
   *
   * @param firstWindowMillis start of the window in which it was seen first
   * @param firstNanos when that was
   * @param lastWindowMillis start of the newest window in which it was seen
   */
  record Sighting(long firstWindowMillis, long firstNanos, long lastWindowMillis) {
    byte[] toBytes() {
      ProtoWriter out = new ProtoWriter(32).writeByte(VERSION).writeVarint(firstWindowMillis);
      return out.writeVarint(firstNanos).writeVarint(lastWindowMillis).toByteArray();
    }

    /**
     * @throws IllegalArgumentException if these are not its bytes, or of another version
     */
    static Sighting of(byte[] stored) {
      ByteReader in = new ByteReader(stored);
      in.expectVersion(VERSION);
      return new Sighting(in.readVarint(), in.readVarint(), in.readVarint());
    }

    Sighting with(long windowMillis, long nanos) {
      return new Sighting(
          Math.min(firstWindowMillis, windowMillis),
          Math.min(firstNanos, nanos),
          Math.max(lastWindowMillis, windowMillis));
    }
  }

  private final SumMemory memory;
  private final int most;
  private int size;

  /**
   * @param most how many series are remembered
   */
  Sightings(SumMemory memory, int most) {
    this.memory = memory;
    this.most = most;
    memory.scan(
        new byte[] {SERIES},
        new byte[] {BY_TIME},
        (key, value) -> {
          size++;
          return true;
        });
  }

  /** What is known of a series; null if nothing is. */
  @Nullable Sighting of(byte[] key) {
    byte[] stored = memory.get(series(key));
    return stored == null ? null : Sighting.of(stored);
  }

  /**
   * A series was seen.
   *
   * @param key with its window
   * @return whether something else is true now of what was known before
   */
  boolean see(byte[] key, long nanos) {
    long window = SumFormat.windowOf(key);
    Sighting before = of(key);
    Sighting now =
        before == null ? new Sighting(window, nanos, window) : before.with(window, nanos);
    if (now.equals(before)) {
      return false;
    }
    memory.put(series(key), now.toBytes());
    if (before == null || before.lastWindowMillis() != now.lastWindowMillis()) {
      if (before != null) {
        memory.delete(byTime(before.lastWindowMillis(), key));
      }
      memory.put(byTime(now.lastWindowMillis(), key), NOTHING);
    }
    if (before == null && ++size > most) {
      forget(null, 1);
    }
    return before != null
        && (before.firstNanos() != now.firstNanos()
            || before.firstWindowMillis() != now.firstWindowMillis());
  }

  /** Forgets series that were not seen in any window that begins after that time. */
  void expire(long lastStartMillis) {
    if (lastStartMillis >= 0) {
      byte[] below = ByteBuffer.allocate(9).put(BY_TIME).putLong(lastStartMillis + 1).array();
      int before;
      do {
        before = size;
        forget(below, KEYS_AT_A_TIME);
      } while (size < before);
    }
  }

  private void forget(byte @Nullable [] below, int mostForgotten) {
    List<byte[]> gone = new ArrayList<>();
    memory.scan(
        new byte[] {BY_TIME},
        below,
        (key, value) -> {
          gone.add(key);
          return gone.size() < mostForgotten;
        });
    for (byte[] key : gone) {
      memory.delete(key);
      // Behind the mark stands what is a key with its window.
      memory.delete(series(Arrays.copyOfRange(key, 1, key.length)));
      size--;
    }
  }

  private static byte[] series(byte[] key) {
    int length = key.length - SumFormat.WINDOW_BYTES;
    return ByteBuffer.allocate(1 + length)
        .put(SERIES)
        .put(key, SumFormat.WINDOW_BYTES, length)
        .array();
  }

  private static byte[] byTime(long windowMillis, byte[] key) {
    int length = key.length - SumFormat.WINDOW_BYTES;
    return ByteBuffer.allocate(1 + key.length)
        .put(BY_TIME)
        .putLong(windowMillis)
        .put(key, SumFormat.WINDOW_BYTES, length)
        .array();
  }
}
