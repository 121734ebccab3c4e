package io.spanmill.trace;

import java.util.function.IntToLongFunction;

/**
 * Finds spans by an id of theirs (their own, or their parent's); those that share one form a chain
 * in order of arrival, so that even a hundred thousand children of one parent are found in constant
 * time. Not thread-safe.
 */
final class IdIndex {
  private static final int[] NONE_YET = {};

  private final IntToLongFunction idOf;

  /** By hash: the first span of an id, plus one; 0 is a free slot. */
  private int[] slots = NONE_YET;

  /** For each span the next of the same id, plus one; 0 at the end. */
  private int[] following = NONE_YET;

  /** For the first span of an id: the last. */
  private int[] lasts = NONE_YET;

  private int size;

  /**
   * @param idOf the id of the span of that index; must answer for a span before {@link #add}
   */
  IdIndex(IntToLongFunction idOf) {
    this.idOf = idOf;
  }

  int footprint() {
    return (slots.length + following.length + lasts.length) * Integer.BYTES + 60;
  }

  /** Adds the span of the next index. */
  void add(int span) {
    size = span + 1;
    if (size * 2 > slots.length) {
      grow();
    } else {
      enter(span);
    }
  }

  private void grow() {
    slots = new int[Math.max(64, Integer.highestOneBit(size) * 4)];
    following = new int[slots.length / 2];
    lasts = new int[slots.length / 2];
    for (int i = 0; i < size; i++) {
      enter(i);
    }
  }

  private void enter(int span) {
    int at = slot(idOf.applyAsLong(span));
    int first = slots[at] - 1;
    if (first < 0) {
      slots[at] = span + 1;
      lasts[span] = span;
    } else {
      following[lasts[first]] = span + 1;
      lasts[first] = span;
    }
  }

  int first(long id) {
    return slots.length == 0 ? SpanTable.NONE : slots[slot(id)] - 1;
  }

  int next(int span) {
    return following[span] - 1;
  }

  /** Where the id stands, or the free slot where it would. */
  private int slot(long id) {
    int at = (int) ((id * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
    while (slots[at] != 0 && idOf.applyAsLong(slots[at] - 1) != id) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }
}
