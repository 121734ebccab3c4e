package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.Stamp;
import io.spanmill.wire.ByteReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads what the last process has left. What belongs to no objective any more is outdated. */
final class Recollection {
  private final Map<String, Objective> objectives;
  private final SeriesTable series;
  private final Circumstances circumstances;
  private final IndicatorFormat format = new IndicatorFormat();
  private final List<Alert> orphans = new ArrayList<>();
  private final List<byte[]> outdated = new ArrayList<>();
  private long nextEnd = Stamp.NONE;

  /**
   * @param objectives by how they count
   * @param series to be filled
   * @param circumstances to be filled
   */
  Recollection(Map<String, Objective> objectives, SeriesTable series, Circumstances circumstances) {
    this.objectives = objectives;
    this.series = series;
    this.circumstances = circumstances;
  }

  Recollection read(AlertMemory memory) {
    memory.forEach(this::recall);
    memory.forEach(this::recallHistory);
    return this;
  }

  /** End of the next window that is to be judged, {@link Stamp#NONE} if none ever was. */
  long nextEnd() {
    return nextEnd;
  }

  /** Alerts of objectives that are no more, to be told so. */
  List<Alert> orphans() {
    return orphans;
  }

  /** Keys of what is to be deleted. */
  List<byte[]> outdated() {
    return outdated;
  }

  /** The series first: what was counted belongs to them. */
  private void recall(byte[] key, byte[] value) {
    switch (key[0]) {
      case AlertMemory.CLOCK -> nextEnd = AlertMemory.readClock(value);
      case AlertMemory.SERIES -> recallSeries(key, new ByteReader(value));
      case AlertMemory.CIRCUMSTANCE ->
          circumstances.put(indicator(key), format.read(new ByteReader(value)));
      default -> {}
    }
  }

  private void recallSeries(byte[] key, ByteReader stored) {
    Indicator.Calls calls = (Indicator.Calls) indicator(key);
    Objective objective = objectives.get(calls.objective());
    if (objective == null) {
      outdated.add(key);
      orphans.addAll(Series.alerts(stored));
      return;
    }
    Series one = new Series(objective, calls.target(), 0);
    one.restore(stored);
    series.add(one);
  }

  private void recallHistory(byte[] key, byte[] value) {
    if (key[0] > AlertMemory.JUDGED) {
      return;
    }
    Indicator.Calls calls = (Indicator.Calls) indicator(key);
    Series one = series.find(calls.objective(), calls.target());
    if (one == null) {
      outdated.add(key);
      return;
    }
    long start = calls.windowStartMillis();
    ByteReader in = new ByteReader(value);
    switch (key[0]) {
      case AlertMemory.FINE -> recallFine(one, start, format.read(in));
      case AlertMemory.COARSE -> one.history().coarse(start).add(in.readZigZag(), in.readZigZag());
      default -> one.history().judge(start, in.readZigZag());
    }
  }

  private static void recallFine(Series one, long start, IndicatorSum sum) {
    one.history().replaceFine(start, sum);
    if (one.looksBack()) {
      one.history().coarse(start).add(sum.count(), sum.bad());
    }
  }

  private Indicator indicator(byte[] key) {
    return format.readKey(Arrays.copyOfRange(key, 1, key.length));
  }
}
