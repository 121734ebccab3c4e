package io.spanmill.benchmarks;

import io.spanmill.assembly.Outcomes;
import io.spanmill.model.Basis;
import io.spanmill.model.Decision;
import io.spanmill.model.Verdict;
import io.spanmill.state.ControlRecord;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears what an assembler tells, and drops all traces. */
class Unheard implements Outcomes {
  @Override
  public boolean control(ControlRecord record) {
    return true;
  }

  @Override
  public void due(List<Trace> traces, long watermarkMillis) {}

  @Override
  public void dueDone() {}

  @Override
  public Verdict judge(TraceView trace) {
    return dropped(trace);
  }

  @Override
  public Verdict judgeLate(TraceView trace, Basis basis) {
    return dropped(trace);
  }

  private static Verdict dropped(TraceView trace) {
    Basis basis = Basis.ofTraceId(trace.trace().idLow());
    return new Verdict(false, 0, 0, basis, "", null, List.of());
  }

  @Override
  public void closed(TraceView trace, Decision decision) {}

  @Override
  public void late(ArrivingSpan span, boolean kept, @Nullable Trace lingering, Moves moves) {}

  @Override
  public void keepLate(ArrivingSpan span, long threshold, Basis basis) {}

  @Override
  public void keepLate(TraceView trace, long threshold, Basis basis) {}

  @Override
  public void amended(Decision decision) {}

  @Override
  public void duplicate() {}

  @Override
  public void admitted(ArrivingSpan span) {}

  @Override
  public void shed(Shed what, int count) {}

  @Override
  public void swept(long watermarkMillis) {}
}
