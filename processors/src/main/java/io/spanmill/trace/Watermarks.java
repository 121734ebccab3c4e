package io.spanmill.trace;

import io.spanmill.state.Stamp;
import io.spanmill.state.Stamp.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far time has come, as told by the stamps of several sources: the <em>earliest</em> of their
 * watermarks. A source that lags behind holds time back, so that what it still has to bring is not
 * late; with the latest instead, draining a backlog would split traces. Not thread-safe.
 *
 * <p>An idle source's time goes on by itself: its stamps say so, or, where it is read by somebody
 * who was not there when it had something, for how long it has been idle. While nobody read it
 * nobody said so: therefore it then goes on twice as fast until it has caught up, or each restart
 * would leave it further behind.
 *
 * <p>Time does not move before every source was heard: those count that agree with the last stamp
 * on how many there are. A source that says it is idle and never had anything holds nobody back. If
 * all have been silent for half a minute then nothing is on its way anywhere, and the latest of
 * their watermarks holds: otherwise a source that fell silent long ago would hold back all others
 * by as much as it lies behind them.
 */
public final class Watermarks {
  /**
   * What time follows, for people who wonder why it stands.
   *
   * @param slowest the source with the earliest watermark, if one was heard
   * @param slowestMillis its watermark, or {@link Stamp#NONE}
   * @param fastestMillis the latest watermark of all sources, or {@link Stamp#NONE}
   * @param unheard how many sources have not been heard: time stands until they are
   */
  public record Pace(
      @Nullable Source slowest, long slowestMillis, long fastestMillis, int unheard) {}

  private static final long LONG_SILENCE_MILLIS = 30_000;

  /** The last that each source said, those first that have been silent longest. */
  private final Map<Source, Stamp> heard = new LinkedHashMap<>();

  private int claimed;
  private long now = Stamp.NONE;

  /** The latest that was a time, for sources that come back after the end. */
  private long latest = Stamp.NONE;

  /**
   * Milliseconds; {@link Stamp#NONE} before all sources were heard, {@link Stamp#END} at the end.
   */
  public long now() {
    return now;
  }

  /**
   * Takes in what a source says, and returns the time that follows from it. What comes from no
   * source changes nothing.
   */
  public long observe(Stamp stamp) {
    if (stamp.kind() == Kind.CONTROL) {
      return now;
    }
    Source source = Source.of(stamp);
    Stamp before = heard.remove(source);
    heard.put(source, before == null ? stamp : laterWatermark(before, stamp));
    claimed = stamp.sources();
    forgetReplaced();
    long reached = reached();
    if (reached == Stamp.END) {
      now = Stamp.END;
    } else if (reached != Stamp.NONE) { // a source that had ended may have come back
      latest = Math.max(latest, reached);
      now = latest;
    }
    return now;
  }

  /** How far a source has come by itself; {@link Stamp#NONE} if it was not heard. */
  public long of(Source source) {
    Stamp stamp = heard.get(source);
    return stamp == null ? Stamp.NONE : stamp.watermark();
  }

  /** The last stamp of each source, for another to start from. */
  public List<Stamp> stamps() {
    return new ArrayList<>(heard.values());
  }

  /** What time follows now. */
  public Pace pace() {
    Stamp slowest = null;
    long fastest = Stamp.NONE;
    int unheard = claimed;
    for (Stamp source : heard.values()) {
      if (agrees(source)) {
        unheard--;
        fastest = Math.max(fastest, source.watermark());
        if (holdsBack(source) && (slowest == null || source.watermark() < slowest.watermark())) {
          slowest = source;
        }
      }
    }
    return slowest == null
        ? new Pace(null, Stamp.NONE, fastest, unheard)
        : new Pace(Source.of(slowest), slowest.watermark(), fastest, unheard);
  }

  /** One that is idle and never had anything does not. */
  private static boolean holdsBack(Stamp source) {
    return source.kind() != Kind.IDLE || source.watermark() != Stamp.NONE;
  }

  /**
   * Goes back to what was known once; the next stamp tells how many sources there are.
   *
   * @param timeMillis the time then, or {@link Stamp#NONE}
   */
  public void restore(List<Stamp> lastStamps, long timeMillis) {
    heard.clear();
    lastStamps.forEach(stamp -> heard.put(Source.of(stamp), stamp));
    latest = timeMillis;
    now = timeMillis;
  }

  /** More agree than there are: another has come into the place of the one silent longest. */
  private void forgetReplaced() {
    int surplus = -claimed;
    for (Stamp source : heard.values()) {
      surplus += agrees(source) ? 1 : 0;
    }
    for (Iterator<Stamp> i = heard.values().iterator(); surplus > 0; ) {
      if (agrees(i.next())) {
        i.remove();
        surplus--;
      }
    }
  }

  private boolean agrees(Stamp source) {
    return source.sources() == claimed;
  }

  /** A watermark only grows, unless the source had ended. */
  private Stamp laterWatermark(Stamp before, Stamp now) {
    if (before.kind() == Kind.ENDED || now.watermark() >= before.watermark()) {
      return now;
    }
    boolean unknown = now.kind() == Kind.IDLE && now.watermark() == Stamp.NONE;
    long watermark =
        unknown && before.kind() == Kind.IDLE ? afterSilence(before, now) : before.watermark();
    return new Stamp(
        now.kind(), now.topic(), now.partition(), now.sources(), watermark, now.arrival());
  }

  /**
   * Whoever reads a source anew, after a restart or a rebalance, does not know how far it had come,
   * and says of its silence only how long it lasts.
   */
  private long afterSilence(Stamp before, Stamp now) {
    long silence = Math.max(0, now.arrival() - before.arrival());
    long byTheClock = before.watermark() + silence;
    return Math.max(byTheClock, Math.min(byTheClock + silence, fastest()));
  }

  /** The latest watermark that is a time. */
  private long fastest() {
    long fastest = Stamp.NONE;
    for (Stamp source : heard.values()) {
      if (source.kind() != Kind.ENDED) {
        fastest = Math.max(fastest, source.watermark());
      }
    }
    return fastest;
  }

  private long reached() {
    int agreeing = 0;
    int silent = 0;
    long earliest = Stamp.END;
    long latest = Stamp.NONE;
    for (Stamp source : heard.values()) {
      if (!agrees(source)) {
        continue;
      }
      agreeing++;
      silent += source.isSilentFor(LONG_SILENCE_MILLIS) ? 1 : 0;
      latest = Math.max(latest, source.watermark());
      if (holdsBack(source)) {
        earliest = Math.min(earliest, source.watermark());
      }
    }
    if (agreeing < claimed || latest == Stamp.NONE) {
      return Stamp.NONE;
    }
    return silent == agreeing ? latest : earliest;
  }
}
