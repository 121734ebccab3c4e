package io.spanmill.trace;

import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.otlp.Origin;
import org.jspecify.annotations.Nullable;

/** What a {@link SpanTable} keeps of a span. */
public interface SpanFacts {
  long spanId();

  /** 0 for none. */
  long parentId();

  SpanKind kind();

  StatusCode status();

  Origin origin();

  /** See {@link SpanTable#peer}. */
  @Nullable Peer peer();

  long durationNanos();

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
