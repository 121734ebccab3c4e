package io.spanmill.window;

import java.util.function.ToLongFunction;

/**
 * What is remembered of series when their windows are gone: since when they are known.
 *
 * @param store name of the store, a persistent format
 * @param rememberMillis how long after it was seen last a series is known, by the watermark
 * @param mostSeries how many are remembered in one partition
 * @param firstNanos when that of a sum was seen first; {@link #UNSEEN} if it was not
 * @param recall says it of a point
 * @param <S> the sum
 * @param <P> how a sum is told
 */
public record SeriesMemory<S, P>(
    String store,
    long rememberMillis,
    int mostSeries,
    ToLongFunction<S> firstNanos,
    Recall<P> recall) {

  /** Of a sum that only takes back. */
  public static final long UNSEEN = -1;

  /** Adds to a point what is known of its series. */
  @FunctionalInterface
  public interface Recall<P> {
    /**
     * @param firstNanos when it was seen first
     * @param isNew whether that was in this window
     */
    P of(P point, long firstNanos, boolean isNew);
  }
}
