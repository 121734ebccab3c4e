package io.spanmill.trace;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Traces of one owner, to be used again when they are gone; and what they are made of: blocks for
 * their spans' bytes, rows for what has to be known of them. So the garbage collector hardly sees
 * traces come and go. What is not in use any more stays for a while: a part of it goes each time
 * that so many have been opened. Not thread-safe.
 */
public final class TracePool {
  /** Beside some, for so many traces in use another stays that is not. */
  private static final int USED_PER_SPARE = 8;

  private static final int SOME = 64;

  /** Of what is beyond that, one in so many goes at a time. */
  private static final int GOING = 4;

  /** So many traces are opened in between. */
  private static final int BETWEEN = 1 << 13;

  private final BlockPool blocks = new BlockPool();
  private final RowPool rows = new RowPool();

  /** What was given back last is the first to be used again. */
  private final Deque<Trace> spare = new ArrayDeque<>();

  private int used;
  private int opened;

  /**
   * A trace without spans, until it is {@linkplain Trace#free freed}.
   *
   * @param reopened whether it had been decided before, and forgotten
   */
  public Trace open(long idHigh, long idLow, boolean reopened) {
    if (++opened % BETWEEN == 0) {
      letGo();
    }
    Trace known = spare.pollLast();
    used++;
    return (known == null ? new Trace(this) : known).begin(idHigh, idLow, reopened);
  }

  private void letGo() {
    int beyond = spare.size() - SOME - used / USED_PER_SPARE;
    for (int going = beyond / GOING; going > 0; going--) {
      spare.pollFirst();
    }
  }

  void takeBack(Trace trace) {
    used--;
    spare.addLast(trace);
  }

  BlockPool blocks() {
    return blocks;
  }

  RowPool rows() {
    return rows;
  }

  /** Traces that are kept to be used again. */
  int spare() {
    return spare.size();
  }
}
