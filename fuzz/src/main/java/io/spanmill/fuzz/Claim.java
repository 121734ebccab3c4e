package io.spanmill.fuzz;

/** What a target says must hold; where it does not, that is a finding. */
public final class Claim {
  private Claim() {}

  public static void holds(boolean fact, String claim) {
    if (!fact) {
      throw new AssertionError("not so: " + claim);
    }
  }

  /** Text of one line that is not too long to be read: what people are shown. */
  public static void isOneLine(String message) {
    holds(!message.isBlank(), "a refusal says something");
    holds(message.lines().count() == 1, "a refusal is one line: " + message);
  }
}
