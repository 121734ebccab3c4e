package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where all indicators meet: holds what was counted against the objectives, once at the end of each
 * window, when the watermark has gone past it by the configured delay. What comes later corrects
 * what was counted, and so the windows that are judged from then on; a judgement that was made is
 * never made again. So late spans can delay an alert or keep it from being resolved, and nothing
 * more. Not thread-safe.
 */
public final class AlertBook {
  /** What it knows is kept here. Keys are in the order of their bytes, taken as unsigned. */
  public interface Memory {
    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    void forEach(BiConsumer<byte[], byte[]> stored);
  }

  /** Takes what the world is told. */
  public interface Output {
    void tell(Alert alert);

    /** It was pending, and nothing came of it. */
    void withdraw(Alert alert);
  }

  /** After a longer time without time, what lies in between is not judged. */
  private static final long LONGEST_GAP_MILLIS = 86_400_000;

  private final AlertsConfig config;
  private final AlertMemory memory;
  private final SeriesJudge judge;
  private final Map<String, Objective> objectives = new LinkedHashMap<>();
  private final SeriesTable series;
  private final IndicatorFormat format = new IndicatorFormat();
  private final Circumstances circumstances = new Circumstances();

  /** Short windows in which anything was counted. */
  private final TreeSet<Long> alive = new TreeSet<>();

  private final List<Alert> orphans;
  private final List<byte[]> outdated;
  private long nextEnd;
  private long watermark = Stamp.NONE;
  private long unwatched;

  /** Whether there is an error group that was not there when all was judged last. */
  private boolean news;

  public AlertBook(AlertsConfig config, Memory memory, Output output) {
    this.config = config;
    this.memory = new AlertMemory(memory);
    this.judge = new SeriesJudge(this.memory, circumstances, output);
    config.objectives().forEach(objective -> objectives.put(objective.counted(), objective));
    this.series = new SeriesTable(config.maxSeries());
    Recollection before = new Recollection(objectives, series, circumstances).read(this.memory);
    nextEnd = before.nextEnd();
    orphans = before.orphans();
    outdated = before.outdated();
    for (Series one : series.all()) {
      if (!(one.target() instanceof AlertTarget.ErrorGroup)) {
        alive.addAll(one.history().windows());
      }
    }
  }

  /** How many indicators were of series beyond the limit. */
  public long unwatched() {
    return unwatched;
  }

  /** How many series are watched. */
  public int watched() {
    return series.size();
  }

  /** How many alerts fire. */
  public int firing() {
    int firing = 0;
    for (Series one : series.all()) {
      for (Lane lane : one.lanes()) {
        firing += lane.isFiring() ? 1 : 0;
      }
    }
    return firing;
  }

  /**
   * Whether a key can be read.
   *
   * @throws IllegalArgumentException if it cannot
   */
  void check(byte[] key) {
    if (series.find(key) == null) {
      format.readKey(key);
    }
  }

  /**
   * Takes in what was counted.
   *
   * @param key of an indicator: {@link #check}
   */
  public void observe(byte[] key, IndicatorSum sum) {
    Series known = series.find(key);
    if (known == null) {
      observe(format.readKey(key), sum);
    } else {
      count(known, SumFormat.windowOf(key), sum);
    }
  }

  /** Takes in what was counted. */
  public void observe(Indicator indicator, IndicatorSum sum) {
    if (indicator instanceof Indicator.Calls calls) {
      Objective objective = objectives.get(calls.objective());
      Series one = objective == null ? null : watched(objective, calls);
      if (one != null) {
        count(one, calls.windowStartMillis(), sum);
      }
      return;
    }
    if (!isForgotten(indicator.windowStartMillis(), Circumstances.KEPT_MILLIS)) {
      Indicator known = circumstances.put(indicator, sum);
      if (known != null) {
        memory.putCircumstance(known, sum);
      }
    }
    if (indicator instanceof Indicator.Errors errors) {
      observeErrors(errors, sum);
    }
  }

  private boolean isForgotten(long startMillis, long keptMillis) {
    return nextEnd != Stamp.NONE && startMillis < nextEnd - keptMillis;
  }

  private void count(Series one, long start, IndicatorSum sum) {
    boolean fine = !isForgotten(start, History.FINE_MILLIS);
    if (fine) {
      IndicatorSum window = one.history().fine(start);
      window.add(sum);
      alive.add(start);
      memory.putFine(one, start, window);
    }
    if (one.looksBack() && !isForgotten(start, one.objective().condition().lookBackMillis())) {
      one.history().coarse(start).add(sum.count(), sum.bad());
      if (!fine) {
        memory.putCoarse(one, start);
      }
    }
  }

  /** A group is watched from when it was new. */
  private void observeErrors(Indicator.Errors errors, IndicatorSum sum) {
    for (Objective objective : objectives.values()) {
      Indicator.Calls calls =
          new Indicator.Calls(errors.windowStartMillis(), objective.counted(), errors.group());
      boolean known = series.find(calls.objective(), calls.target()) != null;
      if (objective.isAbout(errors.group()) && (known || sum.bad() > 0)) {
        Series one = watched(objective, calls);
        if (one != null) {
          long start = present(calls.windowStartMillis(), known);
          one.history().replaceFine(start, sum);
          memory.putFine(one, start, sum);
          news |= !known;
        }
      }
    }
  }

  /** What is told late of a new group counts now: nobody would hear of it otherwise. */
  private long present(long startMillis, boolean known) {
    boolean late = nextEnd != Stamp.NONE && startMillis < nextEnd - config.windowMillis();
    return late && !known ? nextEnd - config.windowMillis() : startMillis;
  }

  private @Nullable Series watched(Objective objective, Indicator.Calls calls) {
    Series known = series.find(calls.objective(), calls.target());
    if (known != null) {
      return known;
    }
    if (series.isFull()) {
      unwatched++;
      return null;
    }
    Series made = new Series(objective, calls.target(), calls.windowStartMillis());
    series.add(made);
    memory.putSeries(made);
    return made;
  }

  /**
   * Time has come so far: all that has ended long enough before is judged.
   *
   * @param millis the earliest watermark of all sources
   */
  public void advance(long millis) {
    watermark = millis;
    long due = millis - config.delay().toMillis();
    if (nextEnd == Stamp.NONE || due - nextEnd > LONGEST_GAP_MILLIS) {
      nextEnd = config.windowStart(due) + config.windowMillis();
      memory.putClock(nextEnd);
    }
    while (nextEnd <= due) {
      judge(nextEnd, false);
    }
  }

  /** Nothing more will come: what has begun is judged as if it were over. */
  public void end() {
    if (nextEnd == Stamp.NONE) {
      nextEnd = alive.isEmpty() ? Stamp.NONE : alive.first() + config.windowMillis();
    }
    if (alive.isEmpty()) {
      return;
    }
    long last = alive.last() + config.windowMillis();
    if (watermark != Stamp.NONE) {
      last = Math.min(last, config.windowStart(watermark) + config.windowMillis());
    }
    while (nextEnd <= last) {
      judge(nextEnd, true);
    }
    if (news) {
      judgeNews();
    }
  }

  /** Errors are told a little after the calls that failed, and so after the end. */
  private void judgeNews() {
    news = false;
    for (Series one : series.all()) {
      if (one.target() instanceof AlertTarget.ErrorGroup) {
        judge.judge(one, nextEnd);
      }
    }
  }

  private void judge(long end, boolean atTheEnd) {
    news = false;
    dismissOrphans(end);
    for (Series one : series.all()) {
      if (isJudged(one, end, atTheEnd)) {
        judge.judge(one, end);
      }
      forget(one, end);
    }
    series.removeIf(this::isOver);
    circumstances.forget(end - Circumstances.KEPT_MILLIS, memory::deleteCircumstance);
    alive.headSet(end - History.FINE_MILLIS).clear();
    nextEnd = end + config.windowMillis();
    memory.putClock(nextEnd);
  }

  private boolean isOver(Series one) {
    if (one.isOver()) {
      memory.deleteSeries(one);
    }
    return one.isOver();
  }

  private boolean isJudged(Series one, long end, boolean atTheEnd) {
    long from = end - one.objective().rules().over().toMillis();
    return !(one.objective().condition() instanceof RateDrop) || !(atTheEnd || isBlind(from, end));
  }

  private void forget(Series one, long end) {
    long lookBack = one.objective().condition().lookBackMillis() + History.COARSE_MILLIS;
    memory.forget(one, end - History.FINE_MILLIS, end - lookBack);
  }

  /** In a window in which nothing was counted at all, it was not the service that was silent. */
  private boolean isBlind(long from, long to) {
    return alive.subSet(from, to).size() < (to - from) / config.windowMillis();
  }

  private void dismissOrphans(long end) {
    orphans.forEach(alert -> judge.dismiss(alert, end));
    orphans.clear();
    outdated.forEach(memory::delete);
    outdated.clear();
  }
}
