package io.spanmill.model;

/** What alerts are made of: something that was counted in one window. */
public sealed interface Indicator {
  /** In milliseconds since 1970. */
  long windowStartMillis();

  /**
   * Calls that an objective is about, whose counts are added up.
   *
   * @param objective its name and how it counts: with another definition it is another
   */
  record Calls(long windowStartMillis, String objective, AlertTarget target) implements Indicator {}

  /** Failures of one kind: each telling replaces the one before it. */
  record Errors(long windowStartMillis, AlertTarget.ErrorGroup group) implements Indicator {}

  /**
   * Time that an operation takes on the critical path of an entry: each telling replaces the one
   * before it.
   *
   * @param entry where traces begin
   */
  record Contribution(
      long windowStartMillis, AlertTarget.Operation entry, AlertTarget.Operation contributor)
      implements Indicator {
    /** Contributors that are not told by name. */
    public static final AlertTarget.Operation OTHERS = new AlertTarget.Operation("", "");
  }
}
