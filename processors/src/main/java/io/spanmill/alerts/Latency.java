package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.Histogram;
import io.spanmill.model.IndicatorSum;
import java.util.List;

/**
 * A quantile of durations must not lie above a threshold: which is to say that of all calls a share
 * of {@code 1 − quantile} may take longer, and no more.
 *
 * @param quantile above 0, below 1
 * @throws IllegalArgumentException where one is out of its range; the message begins with the key's
 *     name in the configuration
 */
public record Latency(double quantile, long aboveNanos) implements Condition {
  private static final double SECOND = 1e9;

  public Latency {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("quantile: " + quantile + " is not between 0 and 1");
    }
  }

  @Override
  public Alert.Kind kind() {
    return Alert.Kind.LATENCY;
  }

  @Override
  public String counting() {
    return "slower than " + aboveNanos;
  }

  @Override
  public boolean asksDurations() {
    return true;
  }

  @Override
  public long bad(long failed, Histogram durations) {
    return Condition.slower(durations, aboveNanos);
  }

  @Override
  public boolean isBad(boolean failed, long nanos) {
    return nanos > aboveNanos;
  }

  @Override
  public Reading read(Question question) {
    long end = question.endMillis();
    IndicatorSum sum = question.history().between(end - question.overMillis(), end);
    Share share = Share.of(sum.count(), sum.bad(), question.rules());
    Histogram durations = sum.durations();
    double value = durations == null ? 0 : durations.quantile(quantile);
    double threshold = aboveNanos / SECOND;
    return new Reading(
        share.isSurelyAbove(1 - quantile),
        share.isWellBelow(1 - quantile),
        value,
        threshold,
        null,
        sum.count(),
        List.of(new Alert.Window(question.overMillis(), value, threshold, sum.count(), sum.bad())));
  }
}
