package io.spanmill.alerts;

import io.spanmill.model.AlertTarget;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.PathContributor;
import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPart;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.PathPoint;
import io.spanmill.model.PathShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of critical paths who takes most of the time; the others are told together. */
public final class PathContributions implements TellIndicators.Reading<PathPart, PathPartPoint> {
  /** So many of an entry are told by name. */
  private static final int NAMED = 5;

  /** All shares of an entry come one after the other: with the first of them all are told. */
  @Override
  public void read(PathPart part, @Nullable PathPartPoint point, TellIndicators.Output output) {
    if (point == null || !part.entry().dimensions().isEmpty()) {
      return;
    }
    List<PathShare> shares = point.whole().shares();
    if (shares.get(0).contributor().equals(point.share().contributor())) {
      tell(point.whole(), shares, output);
    }
  }

  private static void tell(PathPoint whole, List<PathShare> shares, TellIndicators.Output output) {
    PathEntry entry = whole.entry();
    AlertTarget.Operation began = new AlertTarget.Operation(entry.service(), entry.operation());
    long rest = whole.nanos();
    for (PathShare share : shares.subList(0, Math.min(NAMED, shares.size()))) {
      PathContributor by = share.contributor();
      long nanos = share.times().nanos();
      rest -= nanos;
      output.indicator(
          new Indicator.Contribution(
              entry.windowStartMillis(),
              began,
              new AlertTarget.Operation(by.service(), by.operation())),
          new IndicatorSum().add(nanos, 0));
    }
    output.indicator(
        new Indicator.Contribution(entry.windowStartMillis(), began, Indicator.Contribution.OTHERS),
        new IndicatorSum().add(Math.max(0, rest), 0));
  }
}
