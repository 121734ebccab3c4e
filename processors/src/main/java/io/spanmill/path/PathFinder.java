package io.spanmill.path;

import io.spanmill.model.PathSum;
import io.spanmill.model.SelfTimes;
import io.spanmill.model.SpanKind;
import io.spanmill.state.SumFormat;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Peer;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceTree;
import io.spanmill.trace.TraceView;
import io.spanmill.window.Gatherer;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ProtoWriter;
import java.util.List;

/**
 * Finds out where the time of traces goes: of every trace that is complete when it is closed, the
 * critical path, added up by where the trace began and who contributed. A span that comes late is
 * not on it. Not weighted, as durations are not elsewhere. Not thread-safe.
 */
public final class PathFinder implements Gatherer {
  private static final byte[] NOBODY = {};

  private final long windowMillis;
  private final LocalSums<PathSum> sums;
  private final CriticalPath path = new CriticalPath();
  private final ProtoWriter key = new ProtoWriter(256);
  private final ProtoWriter name = new ProtoWriter(256);
  private long without;

  public PathFinder(PathConfig config, LocalSums<PathSum> sums) {
    this.windowMillis = config.window().toMillis();
    this.sums = sums;
  }

  @Override
  public void closed(Milled.Closed closed) {
    TraceView spans = closed.spans();
    Trace trace = spans.trace();
    if (!trace.isComplete()) {
      without++;
      return;
    }
    read(trace.spans(), trace.tree());
    path.find();
    PathSum sum = entry(spans, path.span(0));
    sum.addTraces(1);
    for (int step = 0; step < path.length(); step++) {
      SelfTimes times = contributor(sum, spans, path.span(step));
      long nanos = path.selfNanos(step);
      times.add(nanos);
      if (closed.verdict().kept()) {
        times.addExample(trace.idHigh(), trace.idLow(), nanos);
      }
    }
  }

  private void read(SpanTable table, TraceTree tree) {
    path.begin(table.size());
    for (int span = 0; span < table.size(); span++) {
      int parent = tree.parent(span);
      boolean call =
          table.kind(span) == SpanKind.SERVER
              && tree.isCall(span)
              && table.kind(parent) == SpanKind.CLIENT;
      path.add(parent, table.startNanos(span), table.durationNanos(span), call);
    }
  }

  private PathSum entry(TraceView spans, int root) {
    SpanTable table = spans.trace().spans();
    long window = Math.floorDiv(table.bookedMillis(root), windowMillis) * windowMillis;
    int shape = table.shapeNumber(root);
    PathSum known = sums.of(shape, window);
    if (known != null) {
      return known;
    }
    writeEntry(spans, root, window);
    return shape == SpanTable.NO_SHAPE ? sums.at(key) : sums.at(key, shape, window);
  }

  /** A span's name follows from its shape, and from whether anybody says that it was called. */
  private SelfTimes contributor(PathSum sum, TraceView spans, int span) {
    Trace trace = spans.trace();
    boolean leaf = trace.tree().isLeaf(span);
    int shape = trace.spans().shapeNumber(span);
    int shapeOfLeaf = shape << 1 | (leaf ? 1 : 0);
    SelfTimes known = shape == SpanTable.NO_SHAPE ? null : sum.of(shapeOfLeaf);
    if (known != null) {
      return known;
    }
    writeName(spans, span, leaf);
    return shape == SpanTable.NO_SHAPE
        ? sum.at(name.array(), name.size())
        : sum.at(name.array(), name.size(), shapeOfLeaf);
  }

  /** See {@link io.spanmill.state.PathFormat}. */
  private void writeEntry(TraceView spans, int root, long window) {
    SumFormat.writeWindow(window, key.clear());
    writeOperation(spans, root, key);
  }

  private void writeName(TraceView spans, int span, boolean leaf) {
    SpanTable table = spans.trace().spans();
    name.clear().writeByte(table.kind(span).ordinal());
    writeOperation(spans, span, name);
    Peer peer = leaf ? table.peer(span) : null;
    byte[] peerName = peer == null ? NOBODY : peer.nameUtf8();
    name.writeSized(peerName, 0, peerName.length);
  }

  private static void writeOperation(TraceView spans, int span, ProtoWriter out) {
    byte[] service = spans.origin(span).serviceUtf8();
    out.writeSized(service, 0, service.length);
    spans.writeName(span, out);
  }

  /** What came late is not on a path; {@code late-spans} counts it. */
  @Override
  public void late(Milled.Late late) {}

  @Override
  public List<Count> counts() {
    return List.of(
        new Count("pathless-traces", "Traces that were not complete when closed.", () -> without),
        new Count(
            "path-asynchronous-spans",
            "Spans beside critical paths that outlived their parents.",
            path::asynchronous),
        new Count(
            "path-skewed-spans",
            "Spans beside critical paths whose times did not agree with their parents'.",
            path::skewed),
        new Count(
            "path-overlapping-spans",
            "Spans beside critical paths that nobody waited for.",
            path::overlapping));
  }
}
