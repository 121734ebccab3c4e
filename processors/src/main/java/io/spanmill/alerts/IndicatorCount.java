package io.spanmill.alerts;

import io.spanmill.model.AlertTarget;
import io.spanmill.model.Histogram;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.SumFormat;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;

/** Counts calls for one objective and one target of it. Not thread-safe. */
final class IndicatorCount {
  private final Condition condition;
  private final LocalSums<IndicatorSum> sums;
  private final ProtoWriter key = new ProtoWriter(256);

  /** All of the key but the window's start. */
  private final byte[] name;

  IndicatorCount(Objective objective, AlertTarget target, LocalSums<IndicatorSum> sums) {
    condition = objective.condition();
    this.sums = sums;
    Indicator any = new Indicator.Calls(0, objective.counted(), target);
    byte[] whole = IndicatorFormat.writeKey(any, key).toByteArray();
    name = Arrays.copyOfRange(whole, SumFormat.WINDOW_BYTES, whole.length);
  }

  /**
   * @param calls below 0 to take back, like all that follows
   * @param failed how many of them failed
   * @param durations of all of them
   */
  IndicatorSum add(long windowMillis, long calls, long failed, Histogram durations) {
    SumFormat.writeWindow(windowMillis, key.clear());
    IndicatorSum sum = sums.at(key.writeRaw(name, 0, name.length));
    if (condition.asksDurations()) {
      sum.addDurations(durations);
    }
    return sum.add(calls, condition.bad(failed, durations));
  }

  /** Whether one call is what an example is wanted of. */
  boolean isExample(boolean failed, long nanos) {
    return condition.isBad(failed, nanos);
  }
}
