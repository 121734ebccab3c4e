package io.spanmill.assembly;

import io.spanmill.assembly.Outcomes.Shed;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Decision;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Verdict;
import io.spanmill.node.Counter;
import io.spanmill.node.Counters;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.ArrivingSpan.Doubt;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** What is counted where traces are assembled, in one task. */
final class AssemblyCounters implements AutoCloseable {
  /** So many services get a metric of their own. */
  private static final int NAMED_SERVICES = 100;

  private static final String OTHERS = "(others)";

  private final Counters counters;
  private final Counter spans;
  private final Counter duplicates;
  private final Counter late;
  private final Counter lateKept;
  private final Counter lateUnlinked;
  private final Counter lateErrorsDropped;
  private final Counter skewed;
  private final Counter lateTraces;
  private final Counter keptTraces;
  private final Counter keptSpans;
  private final Counter foreign;
  private final Counter unreadable;
  private final Map<CloseReason, Counter> traces = new EnumMap<>(CloseReason.class);

  /** By the policy's name, of which there are as many as were ever in force here. */
  private final Map<String, Counter> keptBy = new HashMap<>();

  private final Map<String, Counter> droppedBy = new HashMap<>();
  private final Map<String, Counter> notRandom = new HashMap<>();
  private final Map<Doubt, Counter> doubts = new EnumMap<>(Doubt.class);
  private final Map<Shed, Counter> shed = new EnumMap<>(Shed.class);

  AssemblyCounters(ProcessingContext context) {
    counters = new Counters(context);
    spans = counters.counter("spans", "Distinct spans that were accepted.");
    duplicates = counters.counter("duplicate-spans", "Spans that were there already.");
    late = counters.counter("late-spans", "Spans that came after their trace was decided.");
    lateKept = counters.counter("late-kept-spans", "Late spans that were kept.");
    lateUnlinked =
        counters.counter("late-unlinked-spans", "Late spans that could be linked no more.");
    lateErrorsDropped =
        counters.counter("late-errors-dropped", "Late spans in error of traces not kept.");
    skewed = counters.counter("skewed-spans", "Spans that count at their arrival.");
    lateTraces = counters.counter("late-traces", "Traces that got late spans.");
    keptTraces = counters.counter("kept-traces", "Traces that were kept.");
    keptSpans = counters.counter("kept-spans", "Spans of traces that were kept.");
    foreign = counters.counter("foreign-records", "Records in our topic that are not ours.");
    unreadable =
        counters.counter(
            "unreadable-policies", "Policy sets and tables that this instance cannot read.");
    for (CloseReason reason : CloseReason.values()) {
      traces.put(
          reason, counters.counter("traces", "Traces decided.", "closed-by", reason.label()));
    }
    for (Doubt doubt : EnumSet.complementOf(EnumSet.of(Doubt.NONE))) {
      String help = "Spans whose threshold was not believed, so that their count is not known.";
      doubts.put(doubt, counters.counter("unbelieved-thresholds", help, "reason", doubt.label()));
    }
    for (Shed what : Shed.values()) {
      String name = what.name().toLowerCase(Locale.ROOT);
      shed.put(what, counters.counter("shed", "Given up as memory was short.", "what", name));
    }
  }

  /** Ten minutes of a service's traces had a randomness that is none. */
  void notRandom(String service) {
    boolean named = notRandom.containsKey(service) || notRandom.size() < NAMED_SERVICES;
    notRandom
        .computeIfAbsent(
            named ? service : OTHERS,
            name ->
                counters.counter(
                    "not-random-windows",
                    "Ten minutes in which a service's traces were not random, as before.",
                    "service",
                    name))
        .add(1);
  }

  @Override
  public void close() {
    counters.close();
  }

  void closed(Decision decision) {
    count(traces, decision.closedBy()).increment();
    decided(decision.verdict()).increment();
    if (decision.verdict().kept()) {
      keptTraces.increment();
      keptSpans.add(decision.spans());
    }
  }

  private Counter decided(Verdict verdict) {
    String policy = verdict.policy() == null ? "" : verdict.policy();
    return (verdict.kept() ? keptBy : droppedBy)
        .computeIfAbsent(policy, name -> decisions(name, verdict.kept()));
  }

  private Counter decisions(String policy, boolean kept) {
    return counters.counter(
        "decisions",
        "Traces decided by each policy; without a policy: none matched.",
        "policy",
        policy,
        "verdict",
        kept ? "kept" : "dropped");
  }

  void admitted(ArrivingSpan span) {
    spans.increment();
    observe(span);
  }

  private void observe(ArrivingSpan span) {
    skewed.add(span.isSkewed() ? 1 : 0);
    if (span.doubt() != Doubt.NONE) {
      count(doubts, span.doubt()).increment();
    }
  }

  void late(ArrivingSpan span, boolean kept, boolean linked) {
    spans.increment();
    late.increment();
    observe(span);
    lateUnlinked.add(linked ? 0 : 1);
    lateErrorsDropped.add(!kept && span.status() == StatusCode.ERROR ? 1 : 0);
  }

  /** Some of what came late is kept. */
  void keptLate(int count) {
    keptSpans.add(count);
    lateKept.add(count);
  }

  void amended() {
    lateTraces.increment();
  }

  void duplicate() {
    duplicates.increment();
  }

  void foreign() {
    foreign.increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  void shed(Shed what, int count) {
    count(shed, what).add(count);
  }

  private static <K extends Enum<K>> Counter count(Map<K, Counter> counters, K key) {
    return Objects.requireNonNull(counters.get(key));
  }
}
