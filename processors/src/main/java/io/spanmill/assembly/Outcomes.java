package io.spanmill.assembly;

import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Decision;
import io.spanmill.model.Verdict;
import io.spanmill.state.ControlRecord;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an assembler asks and tells. What it hands over is good until the call returns. */
public interface Outcomes {
  /**
   * Something is in force from now on, or again after a restart.
   *
   * @return false if it cannot be read: what was in force before it stays
   */
  boolean control(ControlRecord record);

  /** These traces, still open, are decided next, one after the other, because they are due. */
  void due(List<Trace> traces, long watermarkMillis);

  /** All that were due are decided. */
  void dueDone();

  /** A trace is decided now: what becomes of it? Nothing of it has been told before. */
  Verdict judge(TraceView spans);

  /**
   * What would become of these spans, which came after their trace's verdict, if they were all?
   *
   * @param basis the one of the verdict: the trace has no other randomness for them
   */
  Verdict judgeLate(TraceView spans, Basis basis);

  /** The verdict stands. */
  void closed(TraceView spans, Decision decision);

  /**
   * A span came late. Whether it is kept is told apart, before or after.
   *
   * @param kept whether its trace was kept
   * @param lingering the trace with the span in it; null if only the verdict is remembered
   */
  void late(ArrivingSpan span, boolean kept, @Nullable Trace lingering, Moves moves);

  /** A late span is kept, at the threshold of its trace. */
  void keepLate(ArrivingSpan span, long threshold, Basis basis);

  /** Late spans of one trace are kept together, at a threshold of their own. */
  void keepLate(TraceView spans, long threshold, Basis basis);

  /** Spans came late, and no more of them can be linked: the decision's last word. */
  void amended(Decision decision);

  /** A span was there already, and is dropped. */
  void duplicate();

  /** A span was added to an open trace. */
  void admitted(ArrivingSpan span);

  /** Memory was short: a trace stopped lingering, or verdicts were forgotten, before their time. */
  void shed(Shed what, int count);

  /**
   * Time has moved on, and all that was due has happened.
   *
   * @param watermarkMillis the time, or {@link io.spanmill.state.Stamp#END}
   */
  void swept(long watermarkMillis);

  /** What had to go early, beside traces closed as {@link CloseReason#PRESSURE}. */
  enum Shed {
    LINGERING,
    REMEMBERED
  }
}
