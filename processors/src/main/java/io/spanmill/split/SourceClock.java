package io.spanmill.split;

import io.spanmill.split.Sources.Idleness;
import io.spanmill.state.Stamp;

/**
 * The watermark of one source partition: the latest arrival seen there, which goes on by itself
 * only while the source is known to have nothing more to read. Not thread-safe.
 */
public final class SourceClock {
  private final String topic;
  private final int partition;

  private long watermark = Stamp.NONE;
  private long nextOffset;
  private boolean ended;

  /** What was silent before an earlier life had come so far counts no more. */
  private boolean resumed;

  private long idleEnd = -1;
  private long idleFrom = Stamp.NONE;

  public SourceClock(String topic, int partition) {
    this.topic = topic;
    this.partition = partition;
  }

  /**
   * Goes on where an earlier life had come.
   *
   * @param offset of the next record
   * @param watermarkMillis of the records before it, or {@link Stamp#NONE}
   */
  public void resume(long offset, long watermarkMillis) {
    nextOffset = offset;
    watermark = watermarkMillis;
    resumed = true;
  }

  /** A record was read; this is the stamp of all that comes of it. */
  public Stamp data(long offset, long arrivalMillis, int sources) {
    nextOffset = offset + 1;
    watermark = Math.max(watermark, arrivalMillis);
    ended = false;
    resumed = false;
    return new Stamp(Stamp.Kind.DATA, topic, partition, sources, watermark, arrivalMillis);
  }

  /** The source has ended. */
  public Stamp end(int sources) {
    ended = true;
    return new Stamp(Stamp.Kind.ENDED, topic, partition, sources, Stamp.END, Stamp.END);
  }

  /**
   * The stamp for a moment without data.
   *
   * @param idleness of this source as it was last seen
   * @param sources how many there are
   */
  public Stamp silence(Idleness idleness, int sources) {
    if (ended) {
      return end(sources);
    }
    boolean idle = idleness.endOffset() >= nextOffset;
    if (idle) {
      advance(idleness);
    }
    Stamp.Kind kind = idle ? Stamp.Kind.IDLE : Stamp.Kind.HEARTBEAT;
    long since = idle ? idleness.millis() : watermark;
    return new Stamp(kind, topic, partition, sources, watermark, since);
  }

  /**
   * An idle source's watermark is where it became idle plus the time since. It is never set to the
   * wall clock, since arrivals may be times of long ago (a replay). A source that was idle from the
   * start has no watermark, and says only that it is idle.
   */
  private void advance(Idleness idleness) {
    if (idleness.endOffset() != idleEnd) {
      idleEnd = idleness.endOffset();
      idleFrom = resumed && watermark != Stamp.NONE ? watermark - idleness.millis() : watermark;
      resumed = false;
    }
    if (watermark != Stamp.NONE) {
      watermark = Math.max(watermark, idleFrom + idleness.millis());
    }
  }
}
