package io.spanmill.trace;

import io.spanmill.model.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the assembly tells those that measure and link. Handed from node to node within one call:
 * what these hold is good until that call returns.
 */
public sealed interface Milled {
  /** A trace was decided just now. */
  record Closed(TraceView spans, Verdict verdict) implements Milled {}

  /**
   * A span came after its trace was decided.
   *
   * @param kept whether the trace was kept
   * @param lingering the trace, with the span and all its kin; null if only the decision is still
   *     remembered
   * @param moves what the span changed in the trace's tree; empty without one
   */
  record Late(ArrivingSpan span, boolean kept, @Nullable Trace lingering, Moves moves)
      implements Milled {}

  /**
   * All that was told since the last of these is to leave now.
   *
   * @param watermarkMillis nothing that arrived before comes any more; {@link
   *     io.spanmill.state.Stamp#END} at the end of all input
   * @param toAll whether everybody is to hear of the watermark, or only those who get data
   */
  record Swept(long watermarkMillis, boolean toAll) implements Milled {}
}
