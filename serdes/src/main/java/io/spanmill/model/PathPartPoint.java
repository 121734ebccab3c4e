package io.spanmill.model;

/**
 * What is known so far of one contributor to an entry; all those of an entry are told together.
 *
 * @param whole what the share is of
 */
public record PathPartPoint(PathPoint whole, PathShare share) {
  /** What this is about. */
  public PathPart part() {
    return new PathPart(whole.entry(), share.contributor());
  }
}
