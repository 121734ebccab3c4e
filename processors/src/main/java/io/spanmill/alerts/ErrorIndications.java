package io.spanmill.alerts;

import io.spanmill.model.AlertTarget;
import io.spanmill.model.ErrorGroup;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import org.jspecify.annotations.Nullable;

/** Reads of groups of errors how many there are, and which of them nobody remembers. */
public final class ErrorIndications implements TellIndicators.Reading<ErrorSeries, ErrorPoint> {
  /** Of a group of which nothing is left nobody knows whose it was. */
  @Override
  public void read(ErrorSeries series, @Nullable ErrorPoint point, TellIndicators.Output output) {
    if (point == null || series.isOverflow()) {
      return;
    }
    ErrorGroup group = point.group();
    IndicatorSum sum =
        new IndicatorSum().add(point.sum().count(), point.isNew() ? point.sum().count() : 0);
    point.sum().examples().forEach(sum::addExample);
    output.indicator(
        new Indicator.Errors(
            series.windowStartMillis(),
            new AlertTarget.ErrorGroup(
                group.service(), series.fingerprintHex(), group.type(), group.messageTemplate())),
        sum);
  }
}
