package io.spanmill.receiver;

/** How the sender of one request hears of its end. */
interface Answers {
  /** All is where it has to be, but for what was rejected. */
  void accept(Admitted request);

  /**
   * @param reason one line
   */
  void refuse(Refusal refusal, String reason);
}
