package io.spanmill.trace;

import io.spanmill.otlp.Origin;
import org.jspecify.annotations.Nullable;

/** What many spans have in common, so that each has to refer to one object only. */
public sealed interface Traits permits Shape, Stranger {
  Origin origin();

  /** See {@link SpanTable#peer}. */
  @Nullable Peer peer();
}
