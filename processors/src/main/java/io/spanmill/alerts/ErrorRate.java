package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.Histogram;
import io.spanmill.model.IndicatorSum;
import java.util.List;

/**
 * No larger share of calls may fail.
 *
 * @param above from 0, below 1
 * @throws IllegalArgumentException where it is out of that range; the message begins with the key's
 *     name in the configuration
 */
public record ErrorRate(double above) implements Condition {
  public ErrorRate {
    if (!(above >= 0 && above < 1)) {
      throw new IllegalArgumentException("above: " + above + " is not from 0 to below 1");
    }
  }

  @Override
  public Alert.Kind kind() {
    return Alert.Kind.ERROR_RATE;
  }

  @Override
  public String counting() {
    return "failed";
  }

  @Override
  public long bad(long failed, Histogram durations) {
    return failed;
  }

  @Override
  public boolean isBad(boolean failed, long nanos) {
    return failed;
  }

  @Override
  public Reading read(Question question) {
    long end = question.endMillis();
    IndicatorSum sum = question.history().between(end - question.overMillis(), end);
    Share share = Share.of(sum.count(), sum.bad(), question.rules());
    return new Reading(
        share.isSurelyAbove(above),
        share.isWellBelow(above),
        share.value(),
        above,
        null,
        sum.count(),
        List.of(
            new Alert.Window(question.overMillis(), share.value(), above, sum.count(), sum.bad())));
  }
}
