package io.spanmill.trace;

import java.util.Objects;

/** The rows of one table, in a {@link RowPool} as long as they are not very many. */
final class SpanRows {
  private static final int NOTHING = -1;

  private final RowPool pool;

  /** Of what is held of the pool; and which of those it is. */
  private int size = NOTHING;

  private int number;
  private RowPool.Slab slab = RowPool.NOWHERE;
  private int first;
  private int capacity;

  SpanRows(RowPool pool) {
    this.pool = pool;
  }

  /** How many rows there are. */
  int capacity() {
    return capacity;
  }

  long number(int row, int column) {
    return slab.numbers[(first + row) * RowPool.WIDTH + column];
  }

  void set(int row, int column, long value) {
    slab.numbers[(first + row) * RowPool.WIDTH + column] = value;
  }

  Traits traits(int row) {
    return Objects.requireNonNull(slab.traits[first + row]);
  }

  void set(int row, Traits traits) {
    slab.traits[first + row] = traits;
  }

  /**
   * Finds a number in a column, at a row or after it; {@link SpanTable#NONE} if it is not there.
   */
  int find(long value, int column, int from, int to) {
    long[] numbers = slab.numbers;
    int at = (first + from) * RowPool.WIDTH + column;
    for (int row = from; row < to; row++) {
      if (numbers[at] == value) {
        return row;
      }
      at += RowPool.WIDTH;
    }
    return SpanTable.NONE;
  }

  /** All rows move to where there is room for some more. */
  void grow() {
    RowPool.Slab from = slab;
    int fromRow = first;
    int fromSize = size;
    int fromNumber = number;
    int rows = capacity;
    take(size + 1);
    System.arraycopy(
        from.numbers,
        fromRow * RowPool.WIDTH,
        slab.numbers,
        first * RowPool.WIDTH,
        rows * RowPool.WIDTH);
    System.arraycopy(from.traits, fromRow, slab.traits, first, rows);
    giveBack(fromSize, fromNumber);
  }

  private void take(int newSize) {
    size = newSize;
    capacity = RowPool.rows(newSize);
    if (RowPool.isShared(newSize)) {
      number = pool.take(newSize);
      slab = pool.slab(newSize, number);
      first = pool.firstRow(newSize, number);
    } else {
      slab = RowPool.own(newSize);
      first = 0;
    }
  }

  private void giveBack(int oldSize, int oldNumber) {
    if (oldSize != NOTHING && RowPool.isShared(oldSize)) {
      pool.giveBack(oldSize, oldNumber);
    }
  }

  /** There are no rows any more. */
  void free() {
    giveBack(size, number);
    size = NOTHING;
    slab = RowPool.NOWHERE;
    first = 0;
    capacity = 0;
  }
}
