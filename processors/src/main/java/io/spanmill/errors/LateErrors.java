package io.spanmill.errors;

import io.spanmill.errors.LingeringErrors.OfTrace;
import io.spanmill.model.ErrorEntry;
import io.spanmill.model.StatusCode;
import io.spanmill.model.TraceId;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceTree;
import io.spanmill.trace.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What late spans change. As long as the trace lingers its errors are found anew with each of them:
 * those that turn out to be another's consequence are taken back, and entry and callers put right.
 * Not thread-safe.
 *
 * <p>Of what was decided before a restart, or longer ago than {@link LingeringErrors} hold, only
 * the status is known: errors counted then stay, and what a late span adds to one of them is
 * counted under its own fingerprint, as exceptions without an error.
 */
final class LateErrors {
  /** Finding the errors of a larger trace anew, with each span that comes late, takes too long. */
  private static final int MOST_SPANS = 1_000;

  private final Grouping grouping;
  private final ErrorCounter counter;
  private final Weights weights;
  private final LingeringErrors lingering = new LingeringErrors();

  LateErrors(Grouping grouping, ErrorCounter counter, Weights weights) {
    this.grouping = grouping;
    this.counter = counter;
    this.weights = weights;
  }

  /** A trace with errors was decided just now, and may linger. */
  void begin(Trace trace, TraceErrors errors, List<Failure> failures, List<CountedError> counted) {
    OfTrace held = new OfTrace();
    failures.forEach(failure -> held.failures().add(failure.withoutStack()));
    for (CountedError error : counted) {
      held.counted().put(error.found().failure(), error);
      int span = failures.get(error.found().failure()).span();
      held.operations().put(errors.highest(span), error.found().entry().operation());
    }
    lingering.put(trace.id(), held);
  }

  /** The trace that a late span is linked to; null if it counts by itself. */
  @Nullable Trace linked(@Nullable Trace trace) {
    return trace == null || trace.spans().size() > MOST_SPANS ? null : trace;
  }

  /** Whether a late span that has not failed may change anything. */
  boolean concern(Trace trace) {
    return !lingering.isEmpty() && lingering.find(trace.id()) != null;
  }

  /** A span came of which only the decision is known. */
  void addAlone(ArrivingSpan span, Failure failure, @Nullable TraceId example) {
    String service = span.origin().service();
    ErrorEntry entry = new ErrorEntry(service, failure.spanName());
    FoundError found = new FoundError(0, failure.said().exceptions(), entry, Set.of());
    long weight = weights.of(service, span.threshold());
    CountedError error = new CountedError(found, grouping.of(failure, service));
    counter.giveAlone(span.bookedMillis(), weight, failure, error, example);
  }

  /**
   * A span came whose trace lingers.
   *
   * @param failure null if the span has not failed
   */
  void add(Trace trace, String name, @Nullable Failure failure, @Nullable TraceId example) {
    OfTrace held = lingering.find(trace.id());
    if (held == null) {
      held = known(trace);
      lingering.put(trace.id(), held);
    }
    int span = trace.spans().size() - 1;
    if (trace.tree().parent(span) < 0) {
      held.operations().put(span, name);
    }
    if (failure == null) {
      recount(trace, held, FailureTree.NONE, example);
    } else {
      int added = held.failures().size();
      held.failures().add(failure);
      lingering.grew();
      recount(trace, held, added, example);
      held.failures().set(added, failure.withoutStack());
    }
  }

  /** What the table says of spans that came before. */
  private static OfTrace known(Trace trace) {
    OfTrace held = new OfTrace();
    SpanTable spans = trace.spans();
    for (int span = 0; span < spans.size() - 1; span++) {
      if (spans.status(span) == StatusCode.ERROR) {
        held.failures().add(Failure.bare(span));
      }
    }
    return held;
  }

  private void recount(Trace trace, OfTrace held, int added, @Nullable TraceId example) {
    TraceErrors errors =
        new TraceErrors(
            trace.spans(), trace.tree(), held.failures(), at -> operation(trace, held, at));
    Map<Integer, FoundError> found = new HashMap<>();
    boolean groupsKnown = true;
    for (FoundError error : errors.find()) {
      found.put(error.failure(), error);
      groupsKnown &= isKnown(held, error.failure(), added);
    }
    SpanTable spans = trace.spans();
    if (groupsKnown) {
      replace(spans, held, found, example);
    }
    if (added == FailureTree.NONE) {
      return;
    }
    Failure failure = held.failures().get(added);
    Grouping.Group group = grouping.of(failure, spans.service(failure.span()));
    FoundError error = found.get(added);
    if (error != null) {
      give(spans, held, new CountedError(error, group), example);
    } else if (!groupsKnown || !held.counted().containsKey(errors.origin(added))) {
      counter.giveExceptions(spans.bookedMillis(failure.span()), failure, group, example);
    }
  }

  /** By the name that is known, or that the decision says of the root. */
  private static String operation(Trace trace, OfTrace held, int span) {
    String known = held.operations().get(span);
    if (known != null) {
      return known;
    }
    String root = trace.decision().rootName();
    return root == null || trace.tree().parent(span) != TraceTree.ROOT ? "" : root;
  }

  /** Whether the group of an error is known; of spans with bare status it need not be. */
  private static boolean isKnown(OfTrace held, int failure, int added) {
    return failure == added
        || held.counted().containsKey(failure)
        || Said.NOTHING.equals(held.failures().get(failure).said());
  }

  private void replace(
      SpanTable spans, OfTrace held, Map<Integer, FoundError> found, @Nullable TraceId example) {
    for (CountedError before : List.copyOf(held.counted().values())) {
      int number = before.found().failure();
      FoundError now = found.get(number);
      if (now == null) {
        counter.takeBack(spans, held.failures().get(number), before);
        held.counted().remove(number);
      } else if (!now.equals(before.found())) {
        counter.takeBack(spans, held.failures().get(number), before);
        give(spans, held, new CountedError(now, before.group()), example);
      }
    }
  }

  private void give(SpanTable spans, OfTrace held, CountedError error, @Nullable TraceId example) {
    int number = error.found().failure();
    counter.give(spans, held.failures().get(number), error, example);
    held.counted().put(number, error);
  }
}
