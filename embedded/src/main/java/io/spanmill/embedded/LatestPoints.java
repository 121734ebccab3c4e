package io.spanmill.embedded;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The points of an upsert topic whose windows are recent, the last one of each key. Recent is
 * measured against the newest window, so that nothing depends on a clock.
 */
final class LatestPoints<P extends LatestPoints.Windowed> {
  /** Belongs to a window of event time. */
  interface Windowed {
    /** Unix time in nanoseconds. */
    long windowStartNanos();
  }

  private final long spanNanos;
  private final Map<ByteBuffer, P> points = new HashMap<>();
  private long newestNanos;

  /**
   * @param span windows that begin so much before the newest, or earlier, are forgotten
   */
  LatestPoints(Duration span) {
    spanNanos = span.toNanos();
  }

  /**
   * @param point null if there is nothing to say of this key any more
   */
  void put(byte[] key, @Nullable P point) {
    if (point == null) {
      points.remove(ByteBuffer.wrap(key));
      return;
    }
    if (point.windowStartNanos() > newestNanos) {
      newestNanos = point.windowStartNanos();
      points.values().removeIf(this::isOld);
    }
    if (!isOld(point)) {
      points.put(ByteBuffer.wrap(key), point);
    }
  }

  /** In no order. */
  Collection<P> all() {
    return points.values();
  }

  /** Where the oldest window begins; 0 if there is none. */
  long oldestNanos() {
    return points.values().stream().mapToLong(P::windowStartNanos).min().orElse(0);
  }

  private boolean isOld(P point) {
    return point.windowStartNanos() + spanNanos <= newestNanos;
  }
}
