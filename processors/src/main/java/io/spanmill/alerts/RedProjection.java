package io.spanmill.alerts;

import io.spanmill.model.AlertTarget;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.TraceId;
import io.spanmill.state.RedFormat;
import io.spanmill.state.SumFormat;
import io.spanmill.state.SumKind;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ByteReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What objectives ask of RED: the SERVER and CONSUMER spans of services and operations, whatever
 * their attributes. Not thread-safe.
 */
public final class RedProjection implements SumProjection {
  private static final SpanKind[] KINDS = SpanKind.values();

  /** Where in a key the status stands, and behind it the names. */
  private static final int STATUS = SumFormat.WINDOW_BYTES + 1;

  private static final int NAMES = STATUS + 1;

  private final AlertsConfig config;
  private final LocalSums<IndicatorSum> sums;
  private final RedFormat format = new RedFormat();
  private final RecentMatches matches = new RecentMatches();

  public RedProjection(AlertsConfig config, LocalSums<IndicatorSum> sums) {
    this.config = config;
    this.sums = sums;
  }

  @Override
  public SumKind kind() {
    return format.kind();
  }

  @Override
  public void add(byte[] key, ByteReader stored) {
    if (key.length <= STATUS || !isServing(key[SumFormat.WINDOW_BYTES])) {
      return;
    }
    List<IndicatorCount> counts =
        matches.of(key, NAMES, endOfNames(key), () -> counts(format.readKey(key)));
    if (!counts.isEmpty()) {
      RedSum sum = format.read(stored);
      boolean failed = key[STATUS] == StatusCode.ERROR.ordinal();
      long window = config.windowStart(SumFormat.windowOf(key));
      counts.forEach(count -> add(count, window, failed, sum));
    }
  }

  /** Behind service and span name. */
  private static int endOfNames(byte[] key) {
    ByteReader in = new ByteReader(key, NAMES, key.length);
    in.skip(in.readCount(1));
    in.skip(in.readCount(1));
    return in.position();
  }

  private static boolean isServing(byte kind) {
    return kind >= 0 && kind < KINDS.length && KINDS[kind].isServing();
  }

  private static void add(IndicatorCount count, long window, boolean failed, RedSum sum) {
    IndicatorSum total = count.add(window, sum.calls(), failed ? sum.calls() : 0, sum.durations());
    for (TraceId exemplar : sum.exemplars()) {
      if (count.isExample(failed, sum.exemplarNanos(exemplar))) {
        total.addExample(exemplar);
      }
    }
  }

  private List<IndicatorCount> counts(RedSeries series) {
    AlertTarget.Operation of = new AlertTarget.Operation(series.service(), series.spanName());
    List<IndicatorCount> counts = new ArrayList<>();
    for (Objective objective : config.objectives()) {
      if (objective.condition() instanceof NewError) {
        continue; // is about failures that RED does not tell apart
      }
      if (objective.scope() instanceof Scope.Services all
          && all.service().matcher(of.service()).matches()) {
        AlertTarget target = new AlertTarget.Service(of.service());
        counts.add(new IndicatorCount(objective, target, sums));
      } else if (objective.scope() instanceof Scope.Operations some
          && some.service().matcher(of.service()).matches()
          && some.operation().matcher(of.operation()).matches()) {
        counts.add(new IndicatorCount(objective, of, sums));
      }
    }
    return counts;
  }
}
