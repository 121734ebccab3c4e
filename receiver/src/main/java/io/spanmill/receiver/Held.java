package io.spanmill.receiver;

/** What one request has reserved of the budget: given back once, whoever ends it. Thread-safe. */
final class Held {
  private final ByteBudget budget;
  private long bytes;
  private boolean over;

  Held(ByteBudget budget) {
    this.budget = budget;
  }

  /**
   * @throws RefusedException if there is no room, or the request has ended meanwhile
   */
  synchronized void add(long more) throws RefusedException {
    if (over) {
      throw new RefusedException(Refusal.UNAVAILABLE, "the request has ended");
    }
    if (!budget.reserve(more)) {
      throw new RefusedException(
          Refusal.FULL,
          "as many requests are waiting as may wait (" + budget.capacity() + " bytes); try again");
    }
    bytes += more;
  }

  synchronized void giveBack(long some) {
    if (!over) {
      budget.release(some);
      bytes -= some;
    }
  }

  synchronized void giveBackAll() {
    if (!over) {
      over = true;
      budget.release(bytes);
    }
  }
}
