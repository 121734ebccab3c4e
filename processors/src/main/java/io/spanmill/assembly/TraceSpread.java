package io.spanmill.assembly;

import io.spanmill.model.TraceId;

/**
 * Which traces of a partition go where when the spans topic gets more partitions. As the partition
 * is a remainder, and the new number a multiple of the old one, what was together in partition
 * {@code p} of {@code before} is parted among {@code p}, {@code p + before}, {@code p + 2·before} …
 * and nothing else comes there.
 *
 * @param before number of partitions until now
 * @param after number from now on
 * @throws IllegalArgumentException if that is not a larger multiple
 */
public record TraceSpread(int before, int after) {
  public TraceSpread {
    if (before <= 0 || after <= before || after % before != 0) {
      throw new IllegalArgumentException(
          after + " is not a multiple of " + before + ", the number of partitions there are");
    }
  }

  /** How many partitions each is divided into. */
  public int parts() {
    return after / before;
  }

  /** The new partition that is this part of an old one. */
  public int partition(int old, int part) {
    return old + part * before;
  }

  /** The part of its old partition that a trace goes to: 0 … {@link #parts} − 1. */
  public int part(long idHigh, long idLow) {
    return TraceId.partition(idHigh, idLow, after) / before;
  }
}
