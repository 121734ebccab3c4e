package io.spanmill.model;

import org.jspecify.annotations.Nullable;

/**
 * What was decided of one trace, and what the trace was like when it was.
 *
 * @param revision 0 at the decision; 1 for the amendment that follows if spans came late
 * @param spans spans at the decision
 * @param services distinct services at the decision
 * @param rootService service of the root span; null without a root
 * @param rootName name of the root span; null without a root
 * @param startNanos earliest start, in nanoseconds since 1970
 * @param durationNanos from the earliest start to the latest end
 * @param error whether a span had status ERROR
 * @param lateSpans spans that came after the decision, while the trace lingered
 * @param lateErrors those of them with status ERROR
 * @param reopened whether the trace had been decided before, and forgotten
 */
public record Decision(
    TraceId traceId,
    int revision,
    Verdict verdict,
    CloseReason closedBy,
    int spans,
    int services,
    @Nullable String rootService,
    @Nullable String rootName,
    long startNanos,
    long durationNanos,
    boolean error,
    int lateSpans,
    int lateErrors,
    boolean reopened) {}
