package io.spanmill.window;

import io.spanmill.state.Stamp;

/**
 * From where sums come, and where they go.
 *
 * @param spansTopic whose partitions are the sources of time for those who put sums together
 * @param sources partitions of that topic
 * @param targets partitions of the topic that takes the sums
 */
public record SumPartitions(String spansTopic, int sources, int targets) {
  /** What a partition of the spans topic says at a time. */
  Stamp stamp(Stamp.Kind kind, int partition, long watermarkMillis) {
    return new Stamp(kind, spansTopic, partition, sources, watermarkMillis, watermarkMillis);
  }
}
