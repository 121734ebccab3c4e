package io.spanmill.state;

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
}
