package io.spanmill.assembly;

import io.spanmill.budget.Epochs;
import io.spanmill.model.Basis;
import io.spanmill.model.Decision;
import io.spanmill.model.Verdict;
import io.spanmill.sampling.UniformityMonitor;
import io.spanmill.split.BundleKey;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.Stamp;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an assembler's traces: VERDICT, records for the nodes behind it, and counts. Not
 * thread-safe.
 */
final class Departures implements Outcomes {
  /** The node that this belongs to. */
  interface Owner {
    /** Other policies are in force: what they ask of spans may be something else. */
    void ask();

    /** Time was told everywhere: what is behind it is needed no more. */
    void swept();

    /** For what leaves here beside spans. */
    Stamp stamp(Stamp.Kind kind, long watermarkMillis);

    /** Sends a record to a node, with the timestamp of what it came of. */
    void forward(@Nullable Object key, Object value, String node);
  }

  private static final byte[] NOTHING = {};
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  private final AssembleTraces.Outputs outputs;
  private final BudgetedSampler sampler;
  private final AssemblyCounters counters;
  private final Owner owner;
  private final KeptSpans kept;
  private final UniformityMonitor uniformity = new UniformityMonitor(this::warn);
  private final TraceView dueView = new TraceView();

  /** Whether anything was told that is not yet followed by the time. */
  private boolean told;

  private long toldEpoch = Long.MIN_VALUE;

  Departures(
      AssembleTraces.Outputs outputs,
      BudgetedSampler sampler,
      AssemblyCounters counters,
      Owner owner) {
    this.outputs = outputs;
    this.sampler = sampler;
    this.counters = counters;
    this.owner = owner;
    kept =
        new KeptSpans(
            outputs.recordBytes(), (id, spans) -> owner.forward(id, spans, outputs.traces()));
  }

  /** All that came of one record, or of silence, leaves with it. */
  void finish(long watermarkMillis) {
    kept.end();
    if (told) {
      tell(new Milled.Swept(watermarkMillis, false));
      demandLeaves(watermarkMillis);
      told = false;
    }
  }

  private void warn(String service, double chiSquared, long traces) {
    counters.notRandom(service);
    LOG.warn(
        "the randomness of {}'s traces is not random (chi squared {} over {} traces in ten"
            + " minutes): how likely they are to be kept is not what their thresholds say; its"
            + " head sampler or its ids are to blame, see sampling.upstream",
        service,
        Math.round(chiSquared),
        traces);
  }

  @Override
  public boolean control(ControlRecord record) {
    boolean understood = sampler.control(record);
    if (!understood) {
      counters.unreadable();
    } else if (record.kind() == ControlRecord.Kind.POLICY_SET) {
      owner.ask();
    }
    return understood;
  }

  @Override
  public void due(List<Trace> traces, long watermarkMillis) {
    sampler.decideTogether(traces, watermarkMillis, dueView);
  }

  @Override
  public void dueDone() {
    sampler.decidedTogether();
  }

  @Override
  public Verdict judge(TraceView spans) {
    return sampler.judge(spans);
  }

  @Override
  public Verdict judgeLate(TraceView spans, Basis basis) {
    return sampler.judge(spans, basis);
  }

  @Override
  public void closed(TraceView spans, Decision decision) {
    counters.closed(decision);
    uniformity.observe(spans.trace());
    sampler.count(spans.trace(), decision.closedBy());
    Verdict verdict = decision.verdict();
    if (verdict.kept()) {
      kept.write(spans, verdict.threshold(), verdict.basis());
    }
    owner.forward(decision.traceId(), decision, outputs.decisions());
    tell(new Milled.Closed(spans, verdict));
    told = true;
  }

  @Override
  public void late(ArrivingSpan span, boolean kept, @Nullable Trace lingering, Moves moves) {
    counters.late(span, kept, lingering != null);
    tell(new Milled.Late(span, kept, lingering, moves));
    told = true;
  }

  @Override
  public void keepLate(ArrivingSpan span, long threshold, Basis basis) {
    kept.add(span, threshold, basis);
    counters.keptLate(1);
  }

  @Override
  public void keepLate(TraceView spans, long threshold, Basis basis) {
    counters.keptLate(spans.size());
    kept.write(spans, threshold, basis);
  }

  @Override
  public void amended(Decision decision) {
    counters.amended();
    owner.forward(decision.traceId(), decision, outputs.decisions());
  }

  @Override
  public void duplicate() {
    counters.duplicate();
  }

  @Override
  public void admitted(ArrivingSpan span) {
    counters.admitted(span);
  }

  @Override
  public void shed(Shed what, int count) {
    counters.shed(what, count);
  }

  @Override
  public void swept(long watermarkMillis) {
    tell(new Milled.Swept(watermarkMillis, true));
    told = false;
    if (!sampler.isUnlimited()) {
      demandLeaves(watermarkMillis);
      timeLeaves(watermarkMillis);
    }
    owner.swept();
  }

  private void demandLeaves(long watermark) {
    sampler.drain((partition, batch) -> demand(Stamp.Kind.DATA, watermark, batch));
  }

  /** All that was due by then is decided: of interest once in an epoch. */
  private void timeLeaves(long watermark) {
    if (watermark == Stamp.END) {
      demand(Stamp.Kind.ENDED, watermark, NOTHING);
    } else if (Epochs.at(watermark) > toldEpoch) {
      demand(Stamp.Kind.HEARTBEAT, watermark, NOTHING);
      toldEpoch = Epochs.at(watermark);
      sampler.swept(watermark);
    }
  }

  private void demand(Stamp.Kind kind, long watermark, byte[] sums) {
    BundleKey key = new BundleKey(0, owner.stamp(kind, watermark).toBytes());
    owner.forward(key, sums, outputs.demand());
  }

  private void tell(Milled milled) {
    for (String node : outputs.milled()) {
      owner.forward(null, milled, node);
    }
  }
}
