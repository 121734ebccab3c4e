package io.spanmill.window;

import io.spanmill.model.Total;
import java.util.List;

/**
 * Hears what stands committed, for those who ask this process for it. Of one partition by one
 * thread; of several partitions by several threads.
 *
 * @param <K> the series
 * @param <S> the sum
 */
public interface TotalsWatch<K, S> {
  /** Nobody cares. */
  static <K, S> TotalsWatch<K, S> unheard() {
    return new TotalsWatch<>() {
      @Override
      public void stand(int partition, List<Total<K, S>> all) {}

      @Override
      public void closed(int partition) {}
    };
  }

  /** What all series of a partition have come to: replaces what was heard of it before. */
  void stand(int partition, List<Total<K, S>> all);

  /** The partition is somebody else's now. */
  void closed(int partition);
}
