package io.spanmill.budget;

/** Stream time in pieces of equal length, by number. */
public final class Epochs {
  /** A table is made from what arrived up to this many epochs before the one it is for. */
  public static final int DELAY = 2;

  /** The length of each. */
  public static final int SECONDS = 5;

  private static final long MILLIS = SECONDS * 1_000L;

  private Epochs() {}

  /** The epoch of a moment in milliseconds since 1970. */
  public static long at(long millis) {
    return Math.floorDiv(millis, MILLIS);
  }

  /** When an epoch begins, in milliseconds since 1970. */
  public static long startMillis(long epoch) {
    return epoch * MILLIS;
  }
}
