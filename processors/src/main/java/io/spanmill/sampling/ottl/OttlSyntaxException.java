package io.spanmill.sampling.ottl;

/** A condition that is not OTTL, or none that is understood here. */
public final class OttlSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int column;

  OttlSyntaxException(int column, String problem) {
    super("column " + column + ": " + problem);
    this.column = column;
  }

  /** Where, in characters from 1. */
  public int column() {
    return column;
  }
}
