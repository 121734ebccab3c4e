package io.spanmill.chaos;

/** A fault cannot be made here; the message says why. */
final class LeftOutException extends Exception {
  private static final long serialVersionUID = 1L;

  LeftOutException(String why) {
    super(why);
  }
}
