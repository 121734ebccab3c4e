package io.spanmill.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the world is told of a group of errors in one window.
 *
 * @param firstSeenNanos when the first of the group happened, as far as anybody remembers, in
 *     nanoseconds since 1970
 * @param isNew whether it had not been seen in an earlier window, as far as anybody remembers
 */
public record ErrorPoint(
    ErrorSeries series, long windowMillis, ErrorSum sum, long firstSeenNanos, boolean isNew) {

  /** Of a group of which nothing else is known; an overflow is never new. */
  public ErrorPoint(ErrorSeries series, long windowMillis, ErrorSum sum) {
    this(series, windowMillis, sum, sum.firstNanos(), !series.isOverflow());
  }

  /** The same, with what is remembered of the group. */
  public ErrorPoint since(long nanos, boolean asNew) {
    return new ErrorPoint(series, windowMillis, sum, nanos, asNew);
  }

  /** What users had called most often; null of exceptions that are counted without their error. */
  public @Nullable ErrorEntry entry() {
    return sum.entries().byFrequency().stream().findFirst().map(Map.Entry::getKey).orElse(null);
  }

  /** What the group is; {@link ErrorGroup#NONE} of an overflow, which holds many. */
  public ErrorGroup group() {
    return series.isOverflow() ? ErrorGroup.NONE : sum.group();
  }
}
