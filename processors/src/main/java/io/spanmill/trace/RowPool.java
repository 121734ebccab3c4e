package io.spanmill.trace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows for spans: numbers, and a reference beside them. A {@link SpanTable} holds as many side by
 * side as it has spans, or some more, in a slab that it shares with others of its size. Not
 * thread-safe.
 */
final class RowPool {
  /** Numbers in a row. */
  static final int WIDTH = 7;

  /** What a row takes in memory: its numbers and a reference. */
  static final int ROW_BYTES = WIDTH * Long.BYTES + Integer.BYTES;

  /** So many rows are held side by side, by size. */
  private static final int[] SIZES = {4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256};

  /** All sizes divide this. */
  private static final int ROWS_PER_SLAB = 1536;

  /** So often rows are handed out before some of one size that are not in use are let go. */
  private static final int BETWEEN = 1 << 12;

  /** Where rows lie. */
  static final class Slab {
    final long[] numbers;
    final @Nullable Traits[] traits;

    private Slab(int rows) {
      numbers = new long[rows * WIDTH];
      traits = new Traits[rows];
    }
  }

  /** Without a row. */
  static final Slab NOWHERE = new Slab(0);

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private final Slabs<Slab>[] slabs = new Slabs[SIZES.length];

  private int taken;

  RowPool() {
    Arrays.setAll(
        slabs, size -> new Slabs<>(ROWS_PER_SLAB / SIZES[size], () -> new Slab(ROWS_PER_SLAB)));
  }

  /**
   * Whether a size, counted from 0, is among those that share slabs; larger ones have their own.
   */
  static boolean isShared(int size) {
    return size < SIZES.length;
  }

  /** How many rows are side by side. */
  static int rows(int size) {
    return isShared(size) ? SIZES[size] : 512 << (size - SIZES.length);
  }

  /** A slab for one table, of a size that is not shared. */
  static Slab own(int size) {
    return new Slab(rows(size));
  }

  /** Hands out rows of a shared size, by a number among those of that size. */
  int take(int size) {
    if (++taken % BETWEEN == 0) {
      slabs[Math.floorMod(taken / BETWEEN, slabs.length)].letGo();
    }
    return slabs[size].take();
  }

  Slab slab(int size, int number) {
    return slabs[size].slab(number);
  }

  /** Which row of the slab is the first of these. */
  int firstRow(int size, int number) {
    return slabs[size].place(number) * SIZES[size];
  }

  /** Takes rows back; what they refer to is let go. */
  void giveBack(int size, int number) {
    Slab slab = slab(size, number);
    int from = firstRow(size, number);
    Arrays.fill(slab.traits, from, from + SIZES[size], null);
    slabs[size].giveBack(number);
  }

  /** Bytes of all slabs that are shared. */
  long footprint() {
    long count = 0;
    for (Slabs<Slab> ofOneSize : slabs) {
      count += ofOneSize.count();
    }
    return count * ROWS_PER_SLAB * ROW_BYTES;
  }
}
