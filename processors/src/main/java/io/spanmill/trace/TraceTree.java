package io.spanmill.trace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who is whose parent in a trace. A SERVER or CONSUMER span whose id also belongs to a CLIENT or
 * PRODUCER span is that span's child (Zipkin's shared ids); otherwise the parent is a span whose id
 * is the parent id: first one of the same service, then a SERVER or CONSUMER, then the first that
 * arrived. Not thread-safe.
 */
public final class TraceTree {
  /** The span is a root. */
  public static final int ROOT = -1;

  /** The span has a parent, but it is not here (yet). */
  public static final int MISSING = -2;

  private final SpanTable spans;
  private int[] parents;

  /** For each span, how many children it has in other services. */
  private int[] callees;

  private int size;
  private @Nullable IdIndex byParentId;
  private @Nullable Boolean complete;

  private TraceTree(SpanTable spans) {
    this.spans = spans;
    this.size = spans.size();
    this.parents = new int[size];
    this.callees = new int[size];
    for (int span = 0; span < size; span++) {
      parents[span] = find(span);
      if (isCall(span)) {
        callees[parents[span]]++;
      }
    }
  }

  public static TraceTree of(SpanTable spans) {
    return new TraceTree(spans);
  }

  /** The parent's index, {@link #ROOT} or {@link #MISSING}. */
  public int parent(int span) {
    return parents[span];
  }

  /** Whether the span's parent is here and belongs to another service. */
  @SuppressWarnings("ReferenceEquality") // names of services are interned
  public boolean isCall(int span) {
    int parent = parents[span];
    return parent >= 0 && spans.service(parent) != spans.service(span);
  }

  /** Whether the span has no child in another service. */
  public boolean isLeaf(int span) {
    return callees[span] == 0;
  }

  int size() {
    return size;
  }

  /** Exactly one root, every parent present, and no span its own ancestor. */
  boolean isComplete() {
    if (complete == null) {
      complete = findOutWhetherComplete();
    }
    return complete;
  }

  private boolean findOutWhetherComplete() {
    int roots = 0;
    for (int span = 0; span < size; span++) {
      if (parents[span] == MISSING) {
        return false;
      }
      roots += parents[span] == ROOT ? 1 : 0;
    }
    return roots == 1 && !hasCycle();
  }

  private boolean hasCycle() {
    int[] walk = new int[size];
    for (int span = 0; span < size; span++) {
      int at = span;
      while (at >= 0 && walk[at] == 0) {
        walk[at] = span + 1;
        at = parents[at];
      }
      if (at >= 0 && walk[at] == span + 1) {
        return true;
      }
    }
    return false;
  }

  /** Takes in the span that was added to the table last. */
  public void addLate(int span, Moves moves) {
    if (byParentId == null) {
      byParentId = new IdIndex(spans::parentId);
      for (int i = 0; i < span; i++) {
        byParentId.add(i);
      }
    }
    byParentId.add(span);
    complete = null;
    size = span + 1;
    if (size > parents.length) {
      parents = Arrays.copyOf(parents, Math.max(size, parents.length * 3 / 2));
      callees = Arrays.copyOf(callees, parents.length);
    }
    parents[span] = find(span);
    attach(span, moves);
    long id = spans.spanId(span);
    for (int child = byParentId.first(id);
        child != SpanTable.NONE;
        child = byParentId.next(child)) {
      review(child, moves);
    }
    for (int twin = spans.first(id); twin != SpanTable.NONE; twin = spans.next(twin)) {
      review(twin, moves);
    }
  }

  private void review(int span, Moves moves) {
    int before = parents[span];
    int now = find(span);
    if (now != before) {
      detach(span, moves);
      parents[span] = now;
      attach(span, moves);
      moves.moved(span, before, now);
    }
  }

  private void attach(int span, Moves moves) {
    if (isCall(span) && callees[parents[span]]++ == 0) {
      moves.turned(parents[span], false);
    }
  }

  private void detach(int span, Moves moves) {
    if (isCall(span) && --callees[parents[span]] == 0) {
      moves.turned(parents[span], true);
    }
  }

  private int find(int span) {
    if (spans.kind(span).isServing()) {
      int caller = callerOfSameId(span);
      if (caller != SpanTable.NONE) {
        return caller;
      }
    }
    return spans.parentId(span) == 0 ? ROOT : best(span);
  }

  private int callerOfSameId(int span) {
    for (int i = spans.first(spans.spanId(span)); i != SpanTable.NONE; i = spans.next(i)) {
      if (spans.kind(i).isCalling()) {
        return i;
      }
    }
    return SpanTable.NONE;
  }

  /** A span that names itself as parent is its own parent only if nobody else has that id. */
  private int best(int span) {
    int best = MISSING;
    int bestRank = 0;
    for (int i = spans.first(spans.parentId(span)); i != SpanTable.NONE; i = spans.next(i)) {
      int rank = rank(span, i);
      if (rank > bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    return best;
  }

  @SuppressWarnings("ReferenceEquality") // names of services are interned
  private int rank(int span, int candidate) {
    if (candidate == span) {
      return 1;
    }
    if (spans.service(candidate) == spans.service(span)) {
      return 4;
    }
    return spans.kind(candidate).isServing() ? 3 : 2;
  }
}
