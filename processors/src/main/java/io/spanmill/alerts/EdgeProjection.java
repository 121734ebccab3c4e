package io.spanmill.alerts;

import io.spanmill.model.AlertTarget;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.Histogram;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.LongestTraces;
import io.spanmill.model.TraceId;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.SumFormat;
import io.spanmill.state.SumKind;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ByteReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What objectives ask of edges: how often calls fail on either side, and how long the caller waits;
 * of a caller who is not traced, how long the callee works. Not thread-safe.
 */
public final class EdgeProjection implements SumProjection {
  private final AlertsConfig config;
  private final LocalSums<IndicatorSum> sums;
  private final EdgeFormat format = new EdgeFormat();
  private final RecentMatches matches = new RecentMatches();

  public EdgeProjection(AlertsConfig config, LocalSums<IndicatorSum> sums) {
    this.config = config;
    this.sums = sums;
  }

  @Override
  public SumKind kind() {
    return format.kind();
  }

  @Override
  public void add(byte[] key, ByteReader stored) {
    List<IndicatorCount> counts =
        matches.of(key, SumFormat.WINDOW_BYTES, key.length, () -> counts(format.readKey(key)));
    if (!counts.isEmpty()) {
      EdgeSum sum = format.read(stored);
      Histogram durations = durations(sum);
      long window = config.windowStart(SumFormat.windowOf(key));
      for (IndicatorCount count : counts) {
        IndicatorSum total = count.add(window, sum.calls(), sum.failed(), durations);
        addExamples(count, total, true, sum.examples(true));
        addExamples(count, total, false, sum.examples(false));
      }
    }
  }

  private static void addExamples(
      IndicatorCount count, IndicatorSum total, boolean failures, LongestTraces examples) {
    for (int i = 0; i < examples.size(); i++) {
      if (count.isExample(failures, examples.nanos(i))) {
        total.addExample(new TraceId(examples.high(i), examples.low(i)));
      }
    }
  }

  /** Every call has one of them, or both; a sum is of calls that all have the same. */
  private static Histogram durations(EdgeSum sum) {
    boolean isWaitedFor = sum.clientDurations().size() > 0 || sum.clientDurations().zeros() != 0;
    return isWaitedFor ? sum.clientDurations() : sum.serverDurations();
  }

  private List<IndicatorCount> counts(Edge edge) {
    AlertTarget.Call of = new AlertTarget.Call(edge.client(), edge.server());
    List<IndicatorCount> counts = new ArrayList<>();
    for (Objective objective : config.objectives()) {
      if (objective.scope() instanceof Scope.Calls calls
          && calls.client().matcher(of.client()).matches()
          && calls.server().matcher(of.server()).matches()) {
        counts.add(new IndicatorCount(objective, of, sums));
      }
    }
    return counts;
  }
}
