package io.spanmill.state;

import org.jspecify.annotations.Nullable;

/**
 * How sums of series are stored that others read, and of which there may be too many.
 *
 * @param <K> the series, with its window
 * @param <S> the sum
 */
public interface SeriesFormat<K, S> extends SumFormat<K, S> {
  /**
   * The key of what takes in, in the same window, what comes for series beyond the limit.
   *
   * @param key of such a series
   * @param partition of the sums, as each has an overflow of its own
   */
  byte[] overflowKey(byte[] key, int partition);

  /**
   * What of a sum can be told by a count that never goes down: all of it that is above zero; null
   * if nothing is.
   */
  @Nullable S gain(S sum);

  /** Adds what was gained to what has been told; of examples only the newest stay. */
  void grow(S told, S gain);

  /** The rest, below zero, which what comes later has to make good; null if there is none. */
  @Nullable S debt(S sum);
}
