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
    PathSum sum = sums.at(entry(spans, path.span(0)));
    sum.addTraces(1);
    for (int step = 0; step < path.length(); step++) {
      writeName(spans, path.span(step));
      SelfTimes times = sum.at(name.array(), name.size());
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

  /** See {@link io.spanmill.state.PathFormat}. */
  private ProtoWriter entry(TraceView spans, int root) {
    long ended = spans.trace().spans().bookedMillis(root);
    SumFormat.writeWindow(Math.floorDiv(ended, windowMillis) * windowMillis, key.clear());
    writeOperation(spans, root, key);
    return key;
  }

  private void writeName(TraceView spans, int span) {
    SpanTable table = spans.trace().spans();
    name.clear().writeByte(table.kind(span).ordinal());
    writeOperation(spans, span, name);
    Peer peer = spans.trace().tree().isLeaf(span) ? table.peer(span) : null;
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
