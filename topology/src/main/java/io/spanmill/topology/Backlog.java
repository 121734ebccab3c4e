package io.spanmill.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * How far behind each partition is that the group reads, as of the last look at it. Thread-safe.
 *
 * <p>In seconds: what waits came after the last that was processed, and after the last look at
 * which nothing waited. Without the second, a source that was silent for an hour would be an hour
 * behind at its next record.
 */
final class Backlog {
  private static final double MILLIS_PER_SECOND = 1e3;

  /**
   * A look at one partition.
   *
   * @param records that are there and not dealt with for certain
   * @param emptyMillis when there were none for the last time, by this machine's clock; −∞: never
   */
  private record Look(long records, double emptyMillis) {}

  private final LongSupplier clockMillis;
  private volatile Map<TopicPartition, Look> looks = Map.of();
  private final Map<TopicPartition, Long> processedMillis = new ConcurrentHashMap<>();

  Backlog(LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
  }

  /** A look at all partitions: how many records are waiting in each. By one thread. */
  void seen(Map<TopicPartition, Long> waiting) {
    Map<TopicPartition, Look> before = looks;
    Map<TopicPartition, Look> now = new HashMap<>();
    Look never = new Look(0, Double.NEGATIVE_INFINITY);
    double millis = clockMillis.getAsLong();
    waiting.forEach(
        (partition, records) -> {
          double empty = before.getOrDefault(partition, never).emptyMillis();
          now.put(partition, new Look(records, records == 0 ? millis : empty));
        });
    looks = now;
  }

  /** The last record that was processed had this time. */
  void processed(TopicPartition partition, long millis) {
    processedMillis.put(partition, millis);
  }

  /** Whether a look was taken at the partition. */
  boolean isKnown(TopicPartition partition) {
    return looks.containsKey(partition);
  }

  /** Records that wait; 0 where no look was taken. */
  long records(TopicPartition partition) {
    Look look = looks.get(partition);
    return look == null ? 0 : look.records();
  }

  /**
   * For how long, at most, the oldest record has been waiting, by its own time; 0 if none is, NaN
   * if that is not known.
   */
  double seconds(TopicPartition partition) {
    Look look = looks.get(partition);
    if (look == null || look.records() == 0) {
      return 0;
    }
    Long processed = processedMillis.get(partition);
    double since = Math.max(look.emptyMillis(), processed == null ? look.emptyMillis() : processed);
    return Double.isInfinite(since)
        ? Double.NaN
        : Math.max(0, (clockMillis.getAsLong() - since) / MILLIS_PER_SECOND);
  }
}
