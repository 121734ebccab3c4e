package io.spanmill.alerts;

/**
 * How many of how many, held against what is allowed.
 *
 * @param enough whether there were calls enough to say anything
 * @param resolve below this part of what is allowed all is well
 */
record Share(long of, long part, boolean enough, double resolve) {
  static Share of(long of, long part, Rules rules) {
    return new Share(of, part, of >= rules.minCalls(), rules.resolve());
  }

  double value() {
    return of <= 0 ? 0 : (double) part / of;
  }

  boolean isSurelyAbove(double allowed) {
    return isSurelyAbove(allowed, 1);
  }

  /**
   * @param seen the part of the time that is known; in what is not, nothing was bad
   */
  boolean isSurelyAbove(double allowed, double seen) {
    long counted = Math.max(0, Math.min(part, of)); // late spans may take back what is not here
    return enough && Significance.leastShare(counted, of) * seen > allowed;
  }

  boolean isWellBelow(double allowed) {
    return !enough || value() <= allowed * resolve;
  }
}
