package io.spanmill.assembly;

import io.spanmill.assembly.AssemblyMark.Point;
import io.spanmill.state.Stamp;
import io.spanmill.trace.Source;
import io.spanmill.trace.Watermarks;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The time of an assembler, when it sweeps, and what time it was at earlier records: a restart
 * reads the log again from a point where that is known, so that every span comes back at the time
 * at which it came. Not thread-safe.
 */
final class AssemblyClock {
  /** What follows from a record's stamp. */
  enum Tick {
    NOTHING,
    /** All that is due is to happen now. */
    SWEEP,
    /** All sources have ended. */
    END
  }

  /**
   * Of what a complete trace waits anyway, up to a half more until it is swept: each sweep sends
   * sums of all series that had anything, so that rare sweeps are cheaper, up to a point.
   */
  private static final long PART_OF_SETTLE = 2;

  private static final long SHORTEST_SWEEP_MILLIS = 250;
  private static final long LONGEST_SWEEP_MILLIS = 3_000;

  /** Points are at most so many offsets apart, so that the log can be let go while time stands. */
  private static final long POINT_OFFSETS = 1024;

  /** Traces that are due close at the latest when the watermark has moved on by this much. */
  private final long sweepMillis;

  private final Watermarks watermarks = new Watermarks();
  private final Deque<Point> points = new ArrayDeque<>();

  /** The watermark, as long as it is a time. */
  private long now = Stamp.NONE;

  private long sweptMillis = Stamp.NONE;

  /** Counted anew from each point on: from any of them, a restart counts the same. */
  private long bytesSincePoint;

  private long bytesBeforePoint;

  AssemblyClock(long settleMillis) {
    sweepMillis =
        Math.max(
            SHORTEST_SWEEP_MILLIS, Math.min(settleMillis / PART_OF_SETTLE, LONGEST_SWEEP_MILLIS));
    points.add(Point.START);
  }

  /** Begins at a point of an earlier life. */
  void startAt(Point point) {
    points.clear();
    points.add(point);
    now = point.millis();
    sweptMillis = point.sweptMillis();
    watermarks.restore(point.stamps(), now);
  }

  /**
   * @param bytes that come with the stamp
   */
  Tick observe(long offset, Stamp stamp, int bytes) {
    long reached = watermarks.observe(stamp);
    boolean isTime = reached != Stamp.NONE && reached != Stamp.END;
    now = isTime ? Math.max(now, reached) : now;
    boolean sweeps = isTime && (sweptMillis == Stamp.NONE || now - sweptMillis >= sweepMillis);
    sweptMillis = sweeps ? now : sweptMillis;
    if (sweeps || offset - points.getLast().offset() >= POINT_OFFSETS) {
      points.add(new Point(offset, now, sweptMillis, watermarks.stamps()));
      bytesBeforePoint = bytesSincePoint;
      bytesSincePoint = 0;
    }
    bytesSincePoint += bytes;
    if (reached == Stamp.END) {
      return Tick.END;
    }
    return sweeps ? Tick.SWEEP : Tick.NOTHING;
  }

  /** Whether that would be a time at which all that is due is to happen. */
  boolean isSweepDue(Stamp stamp) {
    long reached = stamp.watermark();
    return reached != Stamp.NONE
        && reached != Stamp.END
        && (sweptMillis == Stamp.NONE || reached - sweptMillis >= sweepMillis);
  }

  /** Milliseconds, or {@link Stamp#NONE}. */
  long now() {
    return now;
  }

  /**
   * The time at which a source brings something: its own, as it may be far ahead of the others, and
   * what they still have to bring is to be waited for.
   */
  long timeOf(Source source) {
    return Math.max(now, watermarks.of(source));
  }

  /** What time follows. */
  Watermarks.Pace pace() {
    return watermarks.pace();
  }

  long sweptMillis() {
    return sweptMillis;
  }

  /** What came in between the last two points, of which the last mostly is the last sweep. */
  long bytesBeforePoint() {
    return bytesBeforePoint;
  }

  /** The last point at or below an offset; those before it are forgotten. */
  Point pointBelow(long offset) {
    Point first = points.removeFirst();
    for (Point next = points.peekFirst();
        next != null && next.offset() <= offset;
        next = points.peekFirst()) {
      first = points.removeFirst();
    }
    points.addFirst(first);
    return first;
  }
}
