package io.spanmill.path;

import java.util.Arrays;

/**
 * Who is whose child, in one array: each span's children stand side by side. Not thread-safe; one
 * object holds one tree after the other.
 */
final class Children {
  /** Up to here looking at each is as fast as dividing. */
  private static final int INSERTED_UP_TO = 16;

  private int[] offsets = {};
  private int[] order = {};
  private int[] spare = {};
  private int root;

  /** Makes room for so many spans, and gives back what is more. */
  void resize(int room) {
    offsets = new int[room + 1];
    order = new int[room];
    spare = new int[room];
  }

  /**
   * Takes in a tree.
   *
   * @param parents of each span the parent, below 0 of the root
   */
  void read(int[] parents, int size) {
    Arrays.fill(offsets, 0, size + 1, 0);
    for (int span = 0; span < size; span++) {
      if (parents[span] < 0) {
        root = span;
      } else {
        offsets[parents[span]]++;
      }
    }
    int end = 0;
    for (int span = 0; span < size; span++) {
      end += offsets[span];
      offsets[span] = end;
    }
    offsets[size] = end;
    for (int span = 0; span < size; span++) {
      if (parents[span] >= 0) {
        order[--offsets[parents[span]]] = span; // the last to arrive, mostly the last to end, first
      }
    }
  }

  int root() {
    return root;
  }

  /** Where a span's children begin. */
  int from(int span) {
    return offsets[span];
  }

  /** Where they end. */
  int to(int span) {
    return offsets[span + 1];
  }

  int at(int place) {
    return order[place];
  }

  void set(int place, int child) {
    order[place] = child;
  }

  /**
   * Puts the children in these places into the order in which their parent waited for them, from
   * behind: by their ends; of those that end together the one that began first, then the first of
   * all.
   */
  void sort(int from, int to, long[] starts, long[] ends) {
    for (int run = from; run < to; run += INSERTED_UP_TO) {
      insert(run, Math.min(run + INSERTED_UP_TO, to), starts, ends);
    }
    for (long length = INSERTED_UP_TO; length < to - from; length *= 2) {
      for (long run = from; run + length < to; run += 2 * length) {
        merge((int) run, (int) (run + length), (int) Math.min(run + 2 * length, to), starts, ends);
      }
    }
  }

  private void insert(int from, int to, long[] starts, long[] ends) {
    for (int i = from + 1; i < to; i++) {
      int child = order[i];
      int at = i;
      while (at > from && precedes(child, order[at - 1], starts, ends)) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = child;
    }
  }

  private void merge(int from, int middle, int to, long[] starts, long[] ends) {
    System.arraycopy(order, from, spare, from, middle - from);
    int left = from;
    int right = middle;
    int at = from;
    while (left < middle) {
      boolean isRight = right < to && precedes(order[right], spare[left], starts, ends);
      order[at++] = isRight ? order[right++] : spare[left++];
    }
  }

  private static boolean precedes(int a, int b, long[] starts, long[] ends) {
    if (ends[a] != ends[b]) {
      return ends[a] > ends[b];
    }
    return starts[a] != starts[b] ? starts[a] < starts[b] : a < b;
  }
}
