package io.spanmill.trace;

import io.spanmill.wire.Ints;

/**
 * What a span that came late has changed for those that were there: some have another parent now,
 * some were without a callee in another service and are no longer, or the other way round. Not
 * thread-safe.
 */
public final class Moves {
  private static final int WIDTH = 3;

  private final Ints moves = new Ints();
  private final Ints turns = new Ints();

  public void clear() {
    moves.clear();
    turns.clear();
  }

  void moved(int span, int oldParent, int newParent) {
    moves.add(span);
    moves.add(oldParent);
    moves.add(newParent);
  }

  void turned(int span, boolean leaf) {
    turns.add(leaf ? span : ~span);
  }

  public int size() {
    return moves.size() / WIDTH;
  }

  public int span(int move) {
    return moves.at(move * WIDTH);
  }

  public int oldParent(int move) {
    return moves.at(move * WIDTH + 1);
  }

  public int newParent(int move) {
    return moves.at(move * WIDTH + 2);
  }

  public int turns() {
    return turns.size();
  }

  public int turnedSpan(int turn) {
    int value = turns.at(turn);
    return value < 0 ? ~value : value;
  }

  /** Whether the span has no callee in another service any more, rather than its first. */
  public boolean turnedLeaf(int turn) {
    return turns.at(turn) >= 0;
  }
}
