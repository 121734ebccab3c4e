package io.spanmill.split;

import io.spanmill.node.Counter;
import io.spanmill.node.Counters;
import io.spanmill.node.DeadLetters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Makes dead letters of what is refused of requests, and counts them. Not thread-safe. */
final class RefusedRequests implements RequestSplitter.Refusals, AutoCloseable {
  /** Why something becomes a dead letter, in kinds that can be counted. */
  private enum Kind {
    NULL_VALUE,
    MALFORMED_REQUEST,
    REFUSED_SPAN,
    MISDIRECTED_SPAN;

    Counter counter(Counters counters) {
      String reason = name().toLowerCase(Locale.ROOT);
      return counters.counter(
          "dead-letters", "Requests and spans that were refused.", "reason", reason);
    }
  }

  private final ProcessorContext<Object, Object> context;
  private final String node;
  private final Counters counters;
  private final Counter requests;
  private final Map<Kind, Counter> refusals = new EnumMap<>(Kind.class);

  @SuppressWarnings("NullAway.Init") // open comes first
  private Record<byte[], byte[]> current;

  @SuppressWarnings("NullAway.Init")
  private RecordMetadata origin;

  /**
   * @param node that takes {@code byte[] → DeadLetter}
   */
  RefusedRequests(ProcessorContext<Object, Object> context, String node) {
    this.context = context;
    this.node = node;
    counters = new Counters(context);
    requests = counters.counter("requests", "Records read from the input topics.");
    for (Kind kind : Kind.values()) {
      refusals.put(kind, kind.counter(counters));
    }
  }

  /** The record of which something may be refused from now on. */
  void open(Record<byte[], byte[]> request, RecordMetadata from) {
    requests.increment();
    current = request;
    origin = from;
  }

  void nullValue() {
    refuse(Kind.NULL_VALUE, "null value", null);
  }

  void malformed(@Nullable String why) {
    refuse(Kind.MALFORMED_REQUEST, "malformed request: " + why, current.value());
  }

  @Override
  public void refusedSpan(String reason, byte[] traces) {
    refuse(Kind.REFUSED_SPAN, "refused span: " + reason, traces);
  }

  @Override
  public void misdirectedSpan(String reason, byte[] traces) {
    refuse(Kind.MISDIRECTED_SPAN, "misdirected span: " + reason, traces);
  }

  private void refuse(Kind kind, String reason, byte @Nullable [] value) {
    Objects.requireNonNull(refusals.get(kind)).increment();
    context.forward(DeadLetters.of(reason, current, value, origin), node);
  }

  @Override
  public void close() {
    counters.close();
  }
}
