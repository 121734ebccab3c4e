package io.spanmill.state;

import org.jspecify.annotations.Nullable;

/**
 * How sums are stored that are told as metrics, too: by counts that never go down.
 *
 * @param <K> the series, with its window
 * @param <S> the sum
 */
public interface TotalsFormat<K, S> extends SeriesFormat<K, S> {
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
