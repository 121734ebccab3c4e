package io.spanmill.budget;

import java.util.function.DoublePredicate;

/** Finds where something ends to hold, in a fixed number of steps: always to the same bit. */
final class Bisection {
  private static final int STEPS = 64;

  private Bisection() {}

  /**
   * The highest number up to which something holds.
   *
   * @param top is not exceeded
   * @param holds at 0, and at every number below one at which it holds
   */
  static double highest(double top, DoublePredicate holds) {
    if (holds.test(top)) {
      return top;
    }
    double low = 0;
    double high = top;
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (holds.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
