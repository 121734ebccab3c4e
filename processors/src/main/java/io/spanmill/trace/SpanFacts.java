package io.spanmill.trace;

import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import org.jspecify.annotations.Nullable;

/** What a {@link SpanTable} keeps of a span. */
public interface SpanFacts {
  long spanId();

  /** 0 for none. */
  long parentId();

  SpanKind kind();

  StatusCode status();

  Traits traits();

  default Origin origin() {
    return traits().origin();
  }

  /** See {@link SpanTable#peer}. */
  default @Nullable Peer peer() {
    return traits().peer();
  }

  /** Nanoseconds since 1970; negative if the span says more than 2^63−1. */
  long startNanos();

  /** Nanoseconds since 1970; negative if the span says more than 2^63−1. */
  long endNanos();

  /** See {@link SpanView#durationNanos}. */
  default long durationNanos() {
    return SpanView.durationNanos(startNanos(), endNanos());
  }

  /** Whether it has any event. */
  boolean hasEvents();

  /** See {@link SpanTable#bookedMillis}. */
  long bookedMillis();

  /** See {@link SpanTable#threshold}. */
  long threshold();

  /** See {@link SpanTable#level}. */
  default long level() {
    return Math.max(Threshold.ALWAYS, threshold());
  }

  /** See {@link SpanTable#randomness(int)}. */
  long randomness();

  int length();

  boolean isLate();
}
