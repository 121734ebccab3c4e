package io.spanmill.errors;

import io.spanmill.model.ErrorSum;
import io.spanmill.model.TraceId;
import io.spanmill.state.ErrorFormat;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Weights;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/** Counts errors, and takes them back, each in the window of its end. Not thread-safe. */
final class ErrorCounter {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int GIVEN = 1;
  private static final int TAKEN_BACK = -1;

  private final long windowMillis;
  private final Weights weights;
  private final LocalSums<ErrorSum> sums;
  private final ProtoWriter key = new ProtoWriter(64);

  ErrorCounter(long windowMillis, Weights weights, LocalSums<ErrorSum> sums) {
    this.windowMillis = windowMillis;
    this.weights = weights;
    this.sums = sums;
  }

  /**
   * @param example the trace, if it is kept
   */
  void give(SpanTable spans, Failure failure, CountedError error, @Nullable TraceId example) {
    count(spans, failure.span(), error, GIVEN);
    describe(spans.bookedMillis(failure.span()), failure, error.group(), example);
  }

  void takeBack(SpanTable spans, Failure failure, CountedError error) {
    count(spans, failure.span(), error, TAKEN_BACK);
  }

  private void count(SpanTable spans, int span, CountedError error, int times) {
    ErrorSum sum = at(spans.bookedMillis(span), error.group().fingerprint());
    sum.addErrors(times, weights.of(spans, span));
    sum.addExceptions((long) times * error.found().exceptions());
    sum.entries().add(error.found().entry(), times);
    for (String caller : error.found().callers()) {
      sum.callers().add(caller, times);
    }
  }

  /** Counts only exceptions, of an error that is counted elsewhere. */
  void giveExceptions(
      long bookedMillis, Failure failure, Grouping.Group group, @Nullable TraceId example) {
    at(bookedMillis, group.fingerprint()).addExceptions(failure.said().exceptions());
    describe(bookedMillis, failure, group, example);
  }

  private void describe(
      long bookedMillis, Failure failure, Grouping.Group group, @Nullable TraceId example) {
    ErrorSum sum = at(bookedMillis, group.fingerprint());
    long nanos = nanos(failure.endNanos(), bookedMillis);
    sum.addSeen(nanos, nanos, group.as());
    if (example != null) {
      sum.addExample(example);
    }
  }

  /** Counts an error of which nothing else is known. */
  void giveAlone(
      long bookedMillis,
      long weight,
      Failure failure,
      CountedError error,
      @Nullable TraceId example) {
    ErrorSum sum = at(bookedMillis, error.group().fingerprint());
    sum.addErrors(GIVEN, weight);
    sum.addExceptions(error.found().exceptions());
    sum.entries().add(error.found().entry(), GIVEN);
    describe(bookedMillis, failure, error.group(), example);
  }

  private ErrorSum at(long bookedMillis, long fingerprint) {
    long window = Math.floorDiv(bookedMillis, windowMillis) * windowMillis;
    ErrorFormat.writeKey(window, fingerprint, key.clear());
    return sums.at(key);
  }

  /** The span's end, where that was believed. */
  private static long nanos(long endNanos, long bookedMillis) {
    return endNanos / NANOS_PER_MILLI == bookedMillis ? endNanos : bookedMillis * NANOS_PER_MILLI;
  }
}
