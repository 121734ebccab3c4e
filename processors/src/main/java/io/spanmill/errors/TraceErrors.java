package io.spanmill.errors;

import io.spanmill.model.ErrorEntry;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.TraceTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** The failures of one trace, and the errors that they come to. Not thread-safe. */
final class TraceErrors {
  private final SpanTable spans;
  private final TraceTree tree;
  private final List<Failure> failures;
  private final IntFunction<String> operations;
  private final FailureTree causes;

  /** By span, its highest ancestor plus one, as far as that was asked for. */
  private final int[] tops;

  /**
   * @param operations names of spans
   */
  TraceErrors(
      SpanTable spans, TraceTree tree, List<Failure> failures, IntFunction<String> operations) {
    this.spans = spans;
    this.tree = tree;
    this.failures = failures;
    this.operations = operations;
    this.causes = new FailureTree(spans, tree, failures);
    this.tops = new int[spans.size()];
  }

  /** In the order of their failures. */
  List<FoundError> find() {
    int[] exceptions = new int[failures.size()];
    for (int i = 0; i < exceptions.length; i++) {
      exceptions[causes.origin(i)] += failures.get(i).said().exceptions();
    }
    List<FoundError> found = new ArrayList<>(1);
    Map<Integer, ErrorEntry> entries = new HashMap<>();
    for (int i = 0; i < exceptions.length; i++) {
      if (causes.isError(i)) {
        int span = failures.get(i).span();
        ErrorEntry entry = entries.computeIfAbsent(highest(span), this::entry);
        found.add(new FoundError(i, exceptions[i], entry, callers(span, causes.top(i))));
      }
    }
    return found;
  }

  /** Number of the failure that one is to be counted with. */
  int origin(int failure) {
    return causes.origin(failure);
  }

  private ErrorEntry entry(int span) {
    return new ErrorEntry(spans.service(span), operations.apply(span));
  }

  /** The ancestor that has no parent here; in a circle, one of it. */
  int highest(int span) {
    int top = span;
    for (int steps = 0; isBelowAnother(top) && steps < spans.size(); steps++) {
      top = tree.parent(top);
    }
    if (tops[top] != 0) {
      top = tops[top] - 1;
    }
    for (int at = span; at != top && isBelowAnother(at); at = tree.parent(at)) {
      tops[at] = top + 1;
    }
    return top;
  }

  private boolean isBelowAnother(int span) {
    return tops[span] == 0 && tree.parent(span) >= 0;
  }

  @SuppressWarnings("ReferenceEquality") // names of services are interned
  private Set<String> callers(int span, int top) {
    Set<String> callers = new TreeSet<>();
    for (int at = span; at != top && tree.parent(at) >= 0; ) {
      at = tree.parent(at);
      if (spans.service(at) != spans.service(span)) {
        callers.add(spans.service(at));
      }
    }
    return callers;
  }
}
