package io.spanmill.path;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The critical path by brute force: time is cut wherever anything begins or ends, and swept from
 * the root's end to its start. In each piece somebody is at work, found from the root downwards.
 */
final class SweptPath {
  /** A span of a tree, with its place on the path. */
  static final class Node {
    final @Nullable Node parent;
    final long toldStart;
    final long duration;
    final boolean call;
    final List<Node> children = new ArrayList<>();
    long shift;
    long start;
    long end;
    boolean abandoned;

    /** While the sweep is in here: since when, until when, and in which child. */
    long from;

    long to;
    @Nullable Node busy;
    long self;

    Node(@Nullable Node parent, long toldStart, long duration, boolean call) {
      this.parent = parent;
      this.toldStart = toldStart;
      this.duration = duration;
      this.call = call;
      if (parent != null) {
        parent.children.add(this);
      }
    }
  }

  private static final Comparator<Node> LAST_TO_END =
      Comparator.<Node>comparingLong(node -> -node.end).thenComparingLong(node -> node.start);

  private final TreeSet<Long> cuts = new TreeSet<>();

  /** Fills in the self times of a tree. */
  static void find(Node root) {
    new SweptPath().sweep(root);
  }

  private void sweep(Node root) {
    root.start = root.toldStart;
    root.end = root.start + root.duration;
    place(root);
    root.from = root.start;
    root.to = root.end;
    List<Long> ends =
        new ArrayList<>(cuts.subSet(root.start, true, root.end, true).descendingSet());
    for (int i = 1; i < ends.size(); i++) {
      atWork(root, ends.get(i), ends.get(i - 1)).self += ends.get(i - 1) - ends.get(i);
    }
  }

  private void place(Node node) {
    cuts.add(node.start);
    cuts.add(node.end);
    for (Node child : node.children) {
      child.shift = node.shift;
      child.start = child.toldStart + child.shift;
      boolean inside = child.start >= node.start && child.start + child.duration <= node.end;
      if (child.call && !inside) {
        if (child.duration <= node.duration) {
          move(child, node.start + (node.duration - child.duration) / 2);
        } else if (child.start < node.start || child.start >= node.end) {
          move(child, node.start);
        }
      }
      child.end = child.start + child.duration;
      child.abandoned = child.end > node.end;
      place(child);
    }
  }

  private static void move(Node node, long start) {
    node.start = start;
    node.shift = start - node.toldStart;
  }

  /** Who is at work between two cuts. */
  private static Node atWork(Node node, long from, long to) {
    if (node.busy == null || node.busy.start > from || node.busy.from > from) {
      node.busy = next(node, to);
    }
    return node.busy == null ? node : atWork(node.busy, from, to);
  }

  /** In which child the sweep is when it comes to that moment from behind. */
  private static @Nullable Node next(Node node, long to) {
    boolean atEnd = to == node.to;
    List<Node> waitedFor =
        node.children.stream()
            .filter(child -> !child.abandoned && child.start < child.end)
            .filter(child -> child.start < node.to && child.end > node.from)
            .toList();
    Node next =
        waitedFor.stream()
            .filter(child -> child.start < to && (child.end == to || (atEnd && child.end > to)))
            .min(LAST_TO_END)
            .orElse(null);
    if (next != null) {
      enter(next, Math.max(next.start, node.from), to);
    } else if (atEnd) {
      next =
          node.children.stream()
              .filter(child -> child.abandoned && child.start < to && child.end > node.from)
              .min(Comparator.comparingLong(child -> child.start))
              .orElse(null);
      if (next != null) {
        long last = waitedFor.stream().mapToLong(child -> child.end).max().orElse(node.from);
        enter(next, Math.max(Math.max(next.start, last), node.from), to);
      }
    }
    return next;
  }

  private static void enter(Node node, long from, long to) {
    node.from = from;
    node.to = to;
    node.busy = null;
  }
}
