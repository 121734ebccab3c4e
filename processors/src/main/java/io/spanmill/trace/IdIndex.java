package io.spanmill.trace;

import java.util.function.IntToLongFunction;

/**
 * Finds spans by an id of theirs (their own, or their parent's); of those that share one, in order
 * of arrival. Not thread-safe.
 */
final class IdIndex {
  /** Up to here looking at each is as fast as looking it up. */
  private static final int SCANNED_UP_TO = 12;

  private static final int[] NONE_YET = {};

  private final IntToLongFunction idOf;
  private int[] slots = NONE_YET;
  private int size;

  /**
   * @param idOf the id of the span of that index; must answer for a span before {@link #add}
   */
  IdIndex(IntToLongFunction idOf) {
    this.idOf = idOf;
  }

  int footprint() {
    return slots.length * Integer.BYTES + 40;
  }

  /** Adds the span of the next index. */
  void add(int span) {
    size = span + 1;
    if (size > SCANNED_UP_TO && size * 2 > slots.length) {
      slots = new int[Integer.highestOneBit(size) * 8];
      for (int i = 0; i < size; i++) {
        enter(i);
      }
    } else if (slots.length > 0) {
      enter(span);
    }
  }

  private void enter(int span) {
    int at = slot(idOf.applyAsLong(span));
    while (slots[at] != 0) {
      at = following(at);
    }
    slots[at] = span + 1;
  }

  int first(long id) {
    return slots.length == 0 ? scan(id, 0) : probe(id, slot(id));
  }

  int next(int span) {
    long id = idOf.applyAsLong(span);
    if (slots.length == 0) {
      return scan(id, span + 1);
    }
    int at = slot(id);
    while (slots[at] != span + 1) {
      at = following(at);
    }
    return probe(id, following(at));
  }

  private int scan(long id, int from) {
    for (int i = from; i < size; i++) {
      if (idOf.applyAsLong(i) == id) {
        return i;
      }
    }
    return SpanTable.NONE;
  }

  private int probe(long id, int from) {
    for (int at = from; slots[at] != 0; at = following(at)) {
      if (idOf.applyAsLong(slots[at] - 1) == id) {
        return slots[at] - 1;
      }
    }
    return SpanTable.NONE;
  }

  private int slot(long id) {
    return (int) ((id * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
  }

  private int following(int at) {
    return (at + 1) & (slots.length - 1);
  }
}
