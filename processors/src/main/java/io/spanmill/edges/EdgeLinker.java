package io.spanmill.edges;

import io.spanmill.model.ConnectionType;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.state.EdgeFormat;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Moves;
import io.spanmill.trace.Peer;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceTree;
import io.spanmill.trace.Weights;
import io.spanmill.window.Gatherer;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Finds who calls whom. Every span whose parent belongs to another service is one call, of whatever
 * kinds they are, so that fan-out and retries count. A CLIENT or PRODUCER span without a child in
 * another service has called somebody who is not traced; a root SERVER or CONSUMER span was called
 * by somebody who is not. Not thread-safe.
 *
 * <p>A span that comes late is linked both ways, and takes back what had been counted without it,
 * in the window where that was counted.
 */
public final class EdgeLinker implements Gatherer {
  private static final int GIVEN = 1;
  private static final int TAKEN_BACK = -1;

  private final long windowMillis;
  private final String user;
  private final Weights weights;
  private final LocalSums<EdgeSum> sums;
  private final boolean examples;
  private final CallNumbers numbers = new CallNumbers();
  private final ProtoWriter key = new ProtoWriter(256);

  /** The trace that is being linked, if it is to be an example of its calls. */
  private @Nullable Trace example;

  /** Where nobody asks for examples. */
  public EdgeLinker(EdgesConfig config, Weights weights, LocalSums<EdgeSum> sums) {
    this(config, weights, sums, false);
  }

  /**
   * @param examples whether kept traces are named as examples of their calls
   */
  public EdgeLinker(
      EdgesConfig config, Weights weights, LocalSums<EdgeSum> sums, boolean examples) {
    this.windowMillis = config.window().toMillis();
    this.user = config.user();
    this.weights = weights;
    this.sums = sums;
    this.examples = examples;
  }

  @Override
  public void closed(Milled.Closed closed) {
    Trace trace = closed.spans().trace();
    TraceTree tree = trace.tree();
    example = examples && closed.verdict().kept() ? trace : null;
    for (int span = 0; span < trace.spans().size(); span++) {
      countCall(trace.spans(), span, tree.parent(span), GIVEN);
      if (tree.isLeaf(span)) {
        countPeer(trace.spans(), span, GIVEN);
      }
    }
    example = null;
  }

  @Override
  public void late(Milled.Late late) {
    Trace trace = late.lingering();
    if (trace == null) {
      return; // its kin is forgotten
    }
    SpanTable spans = trace.spans();
    int span = spans.size() - 1;
    countCall(spans, span, trace.tree().parent(span), GIVEN);
    countPeer(spans, span, GIVEN);
    Moves moves = late.moves();
    for (int i = 0; i < moves.size(); i++) {
      countCall(spans, moves.span(i), moves.oldParent(i), TAKEN_BACK);
      countCall(spans, moves.span(i), moves.newParent(i), GIVEN);
    }
    for (int i = 0; i < moves.turns(); i++) {
      countPeer(spans, moves.turnedSpan(i), moves.turnedLeaf(i) ? GIVEN : TAKEN_BACK);
    }
  }

  private void countCall(SpanTable spans, int span, int parent, int count) {
    if (parent >= 0) {
      countTraced(spans, span, parent, count);
    } else if (parent == TraceTree.ROOT && spans.kind(span).isServing() && !user.isEmpty()) {
      EdgeSum sum = at(spans, span, ConnectionType.VIRTUAL_NODE, user, spans.service(span));
      sum.addCalls(count, weights.of(spans, span), false, isError(spans, span));
      sum.addServerDuration(count, spans.durationNanos(span));
      addExample(sum, isError(spans, span), spans.durationNanos(span));
    }
  }

  @SuppressWarnings("ReferenceEquality") // names of services are interned
  private void countTraced(SpanTable spans, int span, int parent, int count) {
    if (spans.service(parent) == spans.service(span)) {
      return;
    }
    boolean queued =
        spans.kind(parent) == SpanKind.PRODUCER || spans.kind(span) == SpanKind.CONSUMER;
    ConnectionType type = queued ? ConnectionType.MESSAGING_SYSTEM : ConnectionType.DIRECT;
    EdgeSum sum = at(spans, span, type, spans.service(parent), spans.service(span));
    // A pair is seen only if both are: with one randomness that is as likely as the rarer of them.
    long weight = Math.max(weights.of(spans, span), weights.of(spans, parent));
    sum.addCalls(count, weight, isError(spans, parent), isError(spans, span));
    sum.addClientDuration(count, spans.durationNanos(parent));
    sum.addServerDuration(count, spans.durationNanos(span));
    boolean failed = isError(spans, parent) || isError(spans, span);
    addExample(sum, failed, spans.durationNanos(parent));
  }

  private void countPeer(SpanTable spans, int span, int count) {
    Peer peer = spans.peer(span);
    if (peer != null) {
      EdgeSum sum = at(spans, span, peer.type(), spans.service(span), peer.name());
      sum.addCalls(count, weights.of(spans, span), isError(spans, span), false);
      sum.addClientDuration(count, spans.durationNanos(span));
      addExample(sum, isError(spans, span), spans.durationNanos(span));
    }
  }

  private void addExample(EdgeSum sum, boolean failure, long nanos) {
    if (example != null) {
      sum.addExample(example.idHigh(), example.idLow(), failure, nanos);
    }
  }

  /** The sum in whose window the span's end lies. */
  private EdgeSum at(SpanTable spans, int span, ConnectionType type, String client, String server) {
    long window = Math.floorDiv(spans.bookedMillis(span), windowMillis) * windowMillis;
    int number = numbers.of(client, server, type);
    EdgeSum known = sums.of(number, window);
    if (known != null) {
      return known;
    }
    EdgeFormat.writeKey(window, type, client, server, key.clear());
    return sums.at(key, number, window);
  }

  private static boolean isError(SpanTable spans, int span) {
    return spans.status(span) == StatusCode.ERROR;
  }
}
