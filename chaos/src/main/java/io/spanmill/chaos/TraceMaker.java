package io.spanmill.chaos;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes random traces of a small shop. Not thread-safe. */
final class TraceMaker {
  /** Traces of this tier are kept whatever their randomness; every span says which tier it is. */
  static final String TIER = "tier";

  static final String KEPT_TIER = "gold";

  static final List<String> SERVICES =
      List.of("gateway", "orders", "payments", "stock", "search", "mail");

  private static final int FEWEST = 3;
  private static final int MOST = 12;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long THE_YEAR_2200_MILLIS = 7_258_118_400_000L;

  /** A span and the service that sends it. */
  record Sent(String service, Span span) {}

  private final SplittableRandom random;

  TraceMaker(SplittableRandom random) {
    this.random = random;
  }

  /** Spans in the order of their making, each after its parent. */
  List<Sent> trace(long startMillis) {
    ByteString id = bytes(16);
    String tier = random.nextInt(10) == 0 ? KEPT_TIER : "plain";
    int size = FEWEST + random.nextInt(MOST - FEWEST + 1);
    List<Sent> spans = new ArrayList<>();
    List<Sent> parents = new ArrayList<>();
    SpanKind rootKind = chance(5) ? SpanKind.SPAN_KIND_CONSUMER : SpanKind.SPAN_KIND_SERVER;
    Sent root = new Sent("gateway", span(id, ByteString.EMPTY, rootKind, tier, startMillis));
    spans.add(root);
    parents.add(root);
    while (spans.size() < size) {
      int at = random.nextInt(parents.size());
      Sent child = child(id, parents.get(at), tier, startMillis + spans.size());
      if (isCall(parents.get(at).span().getKind()) && !chance(10)) {
        parents.remove(at); // fan-out from one call is rare
      }
      spans.add(child);
      parents.add(child);
    }
    return spans;
  }

  private Sent child(ByteString id, Sent parent, String tier, long startMillis) {
    ByteString parentId = parent.span().getSpanId();
    SpanKind above = parent.span().getKind();
    if (isCall(above) || chance(20)) {
      boolean queued = above == SpanKind.SPAN_KIND_PRODUCER;
      SpanKind kind = queued ? SpanKind.SPAN_KIND_CONSUMER : SpanKind.SPAN_KIND_SERVER;
      return new Sent(otherThan(parent.service()), span(id, parentId, kind, tier, startMillis));
    }
    SpanKind kind =
        chance(3)
            ? SpanKind.SPAN_KIND_INTERNAL
            : chance(4) ? SpanKind.SPAN_KIND_PRODUCER : SpanKind.SPAN_KIND_CLIENT;
    return new Sent(parent.service(), span(id, parentId, kind, tier, startMillis));
  }

  private static boolean isCall(SpanKind kind) {
    return kind == SpanKind.SPAN_KIND_CLIENT || kind == SpanKind.SPAN_KIND_PRODUCER;
  }

  private String otherThan(String service) {
    int at = SERVICES.indexOf(service);
    return SERVICES.get((at + 1 + random.nextInt(SERVICES.size() - 1)) % SERVICES.size());
  }

  private Span span(ByteString id, ByteString parent, SpanKind kind, String tier, long start) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id)
            .setSpanId(bytes(8))
            .setParentSpanId(parent)
            .setKind(kind)
            .setName("operation " + random.nextInt(4))
            .addAttributes(text(TIER, tier));
    addTimes(span, start);
    if (chance(12)) {
      span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
      span.addEvents(exception(span.getName(), span.getEndTimeUnixNano()));
    }
    if (isCall(kind)) {
      addPeer(span);
    }
    return span.build();
  }

  private static Span.Event exception(String message, long nanos) {
    return Span.Event.newBuilder()
        .setName("exception")
        .setTimeUnixNano(nanos)
        .addAttributes(text("exception.type", "OutOfStock"))
        .addAttributes(text("exception.message", message))
        .build();
  }

  /** Sometimes the clock that a service has is absurd. */
  private void addTimes(Span.Builder span, long startMillis) {
    long millis =
        switch (random.nextInt(400)) {
          case 0 -> 1;
          case 1 -> THE_YEAR_2200_MILLIS;
          default -> startMillis;
        };
    long start = millis * NANOS_PER_MILLI;
    long end = start + random.nextInt(90_000_000);
    switch (random.nextInt(400)) {
      case 0 -> span.setStartTimeUnixNano(end).setEndTimeUnixNano(start - 1);
      case 1 -> span.setStartTimeUnixNano(start).setEndTimeUnixNano(-1);
      default -> span.setStartTimeUnixNano(start).setEndTimeUnixNano(end);
    }
  }

  private void addPeer(Span.Builder span) {
    switch (random.nextInt(6)) {
      case 0 -> span.addAttributes(text("db.system", "postgresql"));
      case 1 -> span.addAttributes(text("server.address", "bank.example"));
      case 2 -> span.addAttributes(text("peer.service", "ledger"));
      case 3 -> span.addAttributes(text("messaging.destination.name", "parcels"));
      case 4 ->
          span.addAttributes(text("db.system", "redis"))
              .addAttributes(text("peer.service", "cache"));
      default -> {
        // nobody knows who is called
      }
    }
  }

  static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private ByteString bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    bytes[0] |= 1; // an id of zeros is no id
    return ByteString.copyFrom(bytes);
  }

  /** True once in so many times. */
  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
