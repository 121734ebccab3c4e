package io.spanmill.sampling.ottl;

/**
 * A condition has no answer for this span: the text that was to be compared is a number, say. It is
 * a question of data and may happen for every span, so there is one, and it knows no stack.
 */
final class Unevaluable extends Exception {
  /** Without a stack there is nothing in it that could be another's. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final Unevaluable HERE = new Unevaluable();

  private static final long serialVersionUID = 1;

  private Unevaluable() {
    super("no answer for this span", null, false, false);
  }
}
