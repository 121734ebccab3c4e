package io.spanmill.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.split.RequestSplitter;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What came out of one request. */
final class Arrivals implements RequestSplitter.Output {
  private static final Comparator<ByteString> BY_BYTES =
      ByteString.unsignedLexicographicalComparator();

  private final int partitions;
  private final List<ByteString> spans = new ArrayList<>();
  private final List<ByteString> alone = new ArrayList<>();

  Arrivals(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public void bundle(int partition, byte[] traces, int count) {
    int before = alone.size();
    List<SpanView> views = take(traces);
    Claim.holds(alone.size() - before == count, "a bundle has as many spans as it says");
    for (SpanView view : views) {
      Claim.holds(view.flaw() == null, "a bundle has sound spans only");
      Claim.holds(
          TraceId.partition(view.traceIdHigh(), view.traceIdLow(), partitions) == partition,
          "a span is in the partition of its trace");
    }
  }

  @Override
  public void refusedSpan(String reason, byte[] traces) {
    Claim.isOneLine(reason);
    Claim.holds(take(traces).size() == 1, "a refused span is alone");
  }

  boolean isEmpty() {
    return spans.isEmpty() && alone.isEmpty();
  }

  /** Whether these are the spans that came, each alone with its resource and scope. */
  boolean sameAs(List<ByteString> sent) {
    return sorted(alone).equals(sorted(sent));
  }

  /** Whether these are the bytes of the spans that came. */
  boolean hasBytesOf(List<ByteString> sent) {
    return sorted(spans).equals(sorted(sent));
  }

  private static List<ByteString> sorted(List<ByteString> some) {
    return some.stream().sorted(BY_BYTES).toList();
  }

  private List<SpanView> take(byte[] traces) {
    try {
      alone.addAll(alone(ExportTraceServiceRequest.parseFrom(traces)));
      RequestIndex index = new RequestIndex().read(traces);
      List<SpanView> views = new ArrayList<>();
      for (int i = 0; i < index.spans(); i++) {
        SpanView view = new SpanView().read(traces, index.spanFrom(i), index.spanTo(i));
        spans.add(ByteString.copyFrom(traces, view.from(), view.length()));
        views.add(view);
      }
      return views;
    } catch (InvalidProtocolBufferException | MalformedBytesException unreadable) {
      throw new AssertionError("what leaves can be parsed", unreadable);
    }
  }

  /** Each span alone with its resource and scope, as protobuf's own classes write it. */
  static List<ByteString> alone(ExportTraceServiceRequest request) {
    List<ByteString> alone = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          ScopeSpans.Builder one = scope.toBuilder().clearSpans().addSpans(span);
          alone.add(
              resource.toBuilder().clearScopeSpans().addScopeSpans(one).build().toByteString());
        }
      }
    }
    return alone;
  }
}
