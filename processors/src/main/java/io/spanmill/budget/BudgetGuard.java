package io.spanmill.budget;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.Threshold;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what is kept in one partition while more arrives than a table expected, or there is no
 * table yet: within the epoch, before a new table can. Not thread-safe.
 *
 * <p>An epoch is that of the table that traces ask for. What arrived is counted by when it was due,
 * as it is for the tables: that tells which part of it all was here.
 *
 * <p>Let A be what the thresholds of the table would be expected to keep of what arrived earlier in
 * the epoch, and B the partition's part of the budget. When A exceeds {@value #SLACK}·B,
 * probabilities are multiplied by ({@value #SLACK}·B / A)². Then {@value #SLACK}·B·(2 − {@value
 * #SLACK}·B / A) is expected to be kept: at most twice {@value #SLACK}·B, whatever arrives. A is a
 * sum of probabilities and knows nothing of any trace's randomness, so the weights stay right.
 */
final class BudgetGuard {
  private static final double SLACK = 1.25;

  /** At most this much of the budget is divided by what partitions had, the rest evenly. */
  private static final double DIVIDED_BY_SHARE = 0.9;

  /** What came more epochs ago than this has no weight in a partition's share. */
  private static final int MEMORY = 16;

  private static final byte VERSION = 1;
  private static final int ENTRY_BYTES = 5 * Long.BYTES;
  private static final long NONE = Long.MIN_VALUE;

  private final double perEpoch;
  private final int partitions;

  /** By epoch modulo their length: which epoch, what arrived, what was expected to be kept. */
  private final long[] epochs;

  private final long[] arrived;
  private final double[] expected;

  /** Up to where nothing is held back, and the epoch of the table that this was made of. */
  private final double[] limits;

  private final long[] limitedBy;

  /** Whether there is something that is not stored yet. */
  private boolean changed;

  /**
   * @param partitions among which the budget is divided
   * @param span so many epochs may be counted in at the same time
   */
  BudgetGuard(Budget budget, int partitions, int span) {
    perEpoch = budget.perEpoch();
    this.partitions = partitions;
    epochs = new long[span + Epochs.DELAY + MEMORY];
    arrived = new long[epochs.length];
    expected = new double[epochs.length];
    limits = new double[epochs.length];
    limitedBy = new long[epochs.length];
    Arrays.fill(epochs, NONE);
  }

  /**
   * The threshold to decide with.
   *
   * @param threshold the table's
   * @param table that it comes from; null if there is none yet
   */
  long raise(long threshold, long epoch, @Nullable BudgetTable table) {
    int slot = slot(epoch);
    double sum = expected[slot];
    double limit = limit(slot, table);
    if (sum <= limit) {
      return threshold;
    }
    double factor = limit / sum;
    return WrittenThreshold.of(Threshold.probability(threshold) * factor * factor);
  }

  /**
   * Counts what arrived, after it was decided.
   *
   * @param threshold the table's
   * @param upstream the threshold it came with
   */
  void count(Moment moment, long threshold, long upstream, long cost) {
    int due = slot(moment.dueEpoch());
    arrived[due] += cost;
    int asked = slot(moment.tableEpoch());
    expected[asked] +=
        cost
            * Threshold.probability(Math.max(threshold, upstream))
            * Threshold.adjustedCount(upstream);
    changed = true;
  }

  /** An epoch that is long over counts with the one that took its place. */
  private int slot(long epoch) {
    int slot = Math.floorMod(epoch, epochs.length);
    if (epochs[slot] < epoch) {
      epochs[slot] = epoch;
      arrived[slot] = 0;
      expected[slot] = 0;
      limits[slot] = SLACK * perEpoch / partitions;
      limitedBy[slot] = NONE;
      changed = true;
    }
    return slot;
  }

  private double limit(int slot, @Nullable BudgetTable table) {
    if (table != null && table.epoch() != limitedBy[slot]) {
      limits[slot] = SLACK * part(table);
      limitedBy[slot] = table.epoch();
      changed = true;
    }
    return limits[slot];
  }

  /**
   * What is expected to be kept is divided by what arrived in each partition; what nobody is
   * expected to need, and a tenth in any case, evenly.
   */
  private double part(BudgetTable table) {
    BudgetTable.Totals totals = table.totals();
    double divided = Math.min(totals.kept(), DIVIDED_BY_SHARE * totals.budget());
    double even = (totals.budget() - divided) / partitions;
    return even + divided * share(table.epoch() - Epochs.DELAY, totals.arrived());
  }

  /** With the same weights as {@link ExpectedDemand}. */
  private double share(long epoch, double total) {
    double own = 0;
    for (int ago = 0; ago < MEMORY; ago++) {
      int slot = Math.floorMod(epoch - ago, epochs.length);
      own += epochs[slot] == epoch - ago ? Math.scalb((double) arrived[slot], -1 - ago) : 0;
    }
    return total > 0 ? Math.min(1, own / total) : 1.0 / partitions;
  }

  /** As {@link #toBytes} if that has changed since this was asked last, else null. */
  byte @Nullable [] changes() {
    if (!changed) {
      return null;
    }
    changed = false;
    return toBytes();
  }

  /**
   * What was counted, as it is stored.
   *
   * <pre>
   * version 1   1 byte
   * to the end  40 bytes each, big-endian: an epoch; what arrived; what was expected to be kept
   *             (IEEE 754); up to where nothing is held back (IEEE 754); the epoch of the table that
   *             says so (−2^63: none)
   * </pre>
   */
  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(1 + ENTRY_BYTES * epochs.length).put(VERSION);
    for (int slot = 0; slot < epochs.length; slot++) {
      if (epochs[slot] != NONE) {
        out.putLong(epochs[slot]).putLong(arrived[slot]).putDouble(expected[slot]);
        out.putDouble(limits[slot]).putLong(limitedBy[slot]);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * What one of several partitions has to remember that one partition is divided into: an even part
   * of all, so that each holds back as much as the one did.
   *
   * @param part 0 … parts − 1
   * @throws IllegalArgumentException if the bytes are cut short, or of another version
   */
  static byte[] divided(byte[] bytes, int parts, int part) {
    ByteBuffer in = opened(bytes);
    ByteBuffer out = ByteBuffer.allocate(bytes.length).put(VERSION);
    while (in.hasRemaining()) {
      out.putLong(in.getLong());
      long arrived = in.getLong();
      out.putLong(arrived / parts + (part < arrived % parts ? 1 : 0));
      out.putDouble(in.getDouble() / parts).putDouble(in.getDouble() / parts);
      out.putLong(in.getLong());
    }
    return out.array();
  }

  private static ByteBuffer opened(byte[] bytes) {
    if (bytes.length % ENTRY_BYTES != 1) {
      throw new IllegalArgumentException("guard that is cut short");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.get() != VERSION) {
      throw new IllegalArgumentException("guard of version " + bytes[0] + ", not " + VERSION);
    }
    return in;
  }

  /**
   * Goes on where another had come to.
   *
   * @throws IllegalArgumentException if the bytes are cut short, or of another version
   */
  void restore(byte[] bytes) {
    ByteBuffer in = opened(bytes);
    while (in.hasRemaining()) {
      int slot = slot(in.getLong());
      arrived[slot] = in.getLong();
      expected[slot] = in.getDouble();
      limits[slot] = in.getDouble();
      limitedBy[slot] = in.getLong();
    }
    changed = false;
  }
}
