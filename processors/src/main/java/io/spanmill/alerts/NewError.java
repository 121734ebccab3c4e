package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.Histogram;
import io.spanmill.model.IndicatorSum;
import java.util.List;

/** No error group may appear that was not known. */
public record NewError() implements Condition {
  @Override
  public Alert.Kind kind() {
    return Alert.Kind.NEW_ERROR;
  }

  @Override
  public String counting() {
    return "new errors";
  }

  /** Calls are not what it is about. */
  @Override
  public long bad(long failed, Histogram durations) {
    return 0;
  }

  @Override
  public boolean isBad(boolean failed, long nanos) {
    return failed;
  }

  @Override
  public Reading read(Question question) {
    long end = question.endMillis();
    IndicatorSum sum = question.history().between(end - question.overMillis(), end);
    return new Reading(
        sum.bad() >= question.rules().minCalls(),
        sum.count() == 0,
        sum.count(),
        question.rules().minCalls(),
        null,
        sum.count(),
        List.of(
            new Alert.Window(
                question.overMillis(),
                sum.count(),
                question.rules().minCalls(),
                sum.count(),
                sum.bad())));
  }
}
