package io.spanmill.embedded;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run tidy up by itself when the process is interrupted: what ends the process asks the run
 * to end, and waits until that has happened.
 */
final class Ending {
  private static final int PATIENCE_SECONDS = 45;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean asked;

  /** Whether the run shall end. */
  boolean isAsked() {
    return asked;
  }

  /** The run has ended, and nothing of it is left. */
  void ended() {
    ended.countDown();
  }

  /** Asks, and waits; a run that does not end is left to itself. */
  @SuppressWarnings("ResultOfMethodCallIgnored") // there is nothing else to be done
  void enforce() throws InterruptedException {
    asked = true;
    ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
