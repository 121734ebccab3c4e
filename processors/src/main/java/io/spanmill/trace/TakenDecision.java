package io.spanmill.trace;

import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Decision;
import io.spanmill.model.Match;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision taken apart, as long as its trace lingers: hardly any is asked for again, and as
 * objects they would be moved by one collection after the other. Not thread-safe.
 */
final class TakenDecision {
  private boolean taken;
  private boolean kept;
  private long threshold;
  private long floor;
  private long randomness;
  private Basis.Source source = Basis.Source.TRACE_ID;
  private boolean missingIsUnknown;
  private String policySet = "";
  private @Nullable String policy;
  private List<Match> matches = List.of();
  private CloseReason closedBy = CloseReason.COMPLETE;
  private int spans;
  private int services;
  private @Nullable String rootService;
  private @Nullable String rootName;
  private long startNanos;
  private long durationNanos;
  private boolean error;
  private boolean reopened;

  void take(Decision decision) {
    taken = true;
    take(decision.verdict());
    closedBy = decision.closedBy();
    spans = decision.spans();
    services = decision.services();
    rootService = decision.rootService();
    rootName = decision.rootName();
    startNanos = decision.startNanos();
    durationNanos = decision.durationNanos();
    error = decision.error();
    reopened = decision.reopened();
  }

  private void take(Verdict verdict) {
    kept = verdict.kept();
    threshold = verdict.threshold();
    floor = verdict.floor();
    randomness = verdict.basis().randomness();
    source = verdict.basis().source();
    missingIsUnknown = verdict.basis().missingIsUnknown();
    policySet = verdict.policySet();
    policy = verdict.policy();
    matches = verdict.matches();
  }

  /** There is none any more. */
  void clear() {
    taken = false;
    policySet = "";
    policy = null;
    matches = List.of();
    rootService = null;
    rootName = null;
  }

  boolean isTaken() {
    return taken;
  }

  int spans() {
    return spans;
  }

  /** The decision with what came after it; all that may be 0. */
  Decision amended(TraceId id, int revision, int lateSpans, int lateErrors) {
    Basis basis = new Basis(randomness, source, missingIsUnknown);
    return new Decision(
        id,
        revision,
        new Verdict(kept, threshold, floor, basis, policySet, policy, matches),
        closedBy,
        spans,
        services,
        rootService,
        rootName,
        startNanos,
        durationNanos,
        error,
        lateSpans,
        lateErrors,
        reopened);
  }
}
