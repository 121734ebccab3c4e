package io.spanmill.alerts;

/** What cannot well be chance. Three standard deviations: one in 740 if it were tried once. */
final class Significance {
  private static final double Z = 3;

  private Significance() {}

  /**
   * What a share is at the least, by a sample: the lower bound of Wilson's interval (E. B. Wilson,
   * <i>Probable inference, the law of succession, and statistical inference</i>, 1927).
   *
   * @param of size of the sample, above 0
   */
  static double leastShare(long part, long of) {
    double share = (double) part / of;
    double square = Z * Z;
    double spread = Z * Math.sqrt(share * (1 - share) / of + square / (4.0 * of * of));
    return Math.max(0, (share + square / (2.0 * of) - spread) / (1 + square / of));
  }

  /**
   * The most that is still surely less than expected.
   *
   * @param spread standard deviation as it was seen; a count's own, √expected, is the least
   */
  static double surelyBelow(double expected, double spread) {
    return expected - Z * Math.max(Math.sqrt(expected), spread);
  }
}
