package io.spanmill.receiver;

/** A request that is not taken. Nothing unusual, so this carries no stack trace. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /**
   * @param message one line, for whoever sent the request
   */
  RefusedException(Refusal refusal, String message) {
    super(message, null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
