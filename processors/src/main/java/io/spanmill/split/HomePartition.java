package io.spanmill.split;

import io.spanmill.model.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Which spans belong into the records of one partition, where an input is partitioned by trace: if
 * a record's key is a trace's id (32 hex digits, as the Collector's Kafka exporter writes it with
 * {@code partition_traces_by_id}), the spans of that trace; else those whose traces {@link
 * TraceId#partition} puts there. Not thread-safe.
 *
 * <p>Of a keyed record it does not ask which partition it is in: that is for whoever wrote it to
 * decide, as long as all records of a key are in one.
 */
public final class HomePartition {
  private static final int HALF = 16;

  private final int partition;
  private final int partitions;
  private boolean keyed;
  private long keyHigh;
  private long keyLow;

  /**
   * @param partitions of the input
   */
  public HomePartition(int partition, int partitions) {
    this.partition = partition;
    this.partitions = partitions;
  }

  /** The next record has this key. */
  void open(byte @Nullable [] key) {
    keyed = key != null && key.length == 2 * HALF && isHex(key);
    if (keyed && key != null) {
      keyHigh = half(key, 0);
      keyLow = half(key, HALF);
    }
  }

  /** Whether the record may have spans of that trace. */
  boolean isHomeOf(long idHigh, long idLow) {
    return keyed
        ? idHigh == keyHigh && idLow == keyLow
        : TraceId.partition(idHigh, idLow, partitions) == partition;
  }

  /** Why it may not. */
  String refusal(long idHigh, long idLow) {
    TraceId id = new TraceId(idHigh, idLow);
    return keyed
        ? String.format("of trace %s in a record of trace %s", id, new TraceId(keyHigh, keyLow))
        : String.format(
            "of trace %s in partition %d: it belongs into %d of %d",
            id, partition, TraceId.partition(idHigh, idLow, partitions), partitions);
  }

  private static boolean isHex(byte[] key) {
    for (byte digit : key) {
      if (Character.digit(digit, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static long half(byte[] key, int from) {
    long half = 0;
    for (int i = from; i < from + HALF; i++) {
      half = half << 4 | Character.digit(key[i], 16);
    }
    return half;
  }
}
