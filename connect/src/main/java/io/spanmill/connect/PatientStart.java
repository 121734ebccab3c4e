package io.spanmill.connect;

import io.spanmill.receiver.Destination;
import io.spanmill.receiver.OtlpReceiver;
import io.spanmill.receiver.ReceiverConfig;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.TimeUnit;

/**
 * Starts a receiver where another one may be about to end: a worker that restarts a task does not
 * wait for the end of the one before.
 */
final class PatientStart {
  private static final int ATTEMPTS = 20;
  private static final int MILLIS_BETWEEN = 250;

  private PatientStart() {}

  /**
   * @throws BindException if the port is not free in five seconds
   */
  static OtlpReceiver start(ReceiverConfig config, Destination destination) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return OtlpReceiver.start(config, destination);
      } catch (BindException taken) {
        if (attempt == ATTEMPTS || !isWorthWaiting()) {
          throw taken;
        }
      }
    }
  }

  /** False if somebody wants this thread to end. */
  private static boolean isWorthWaiting() {
    try {
      TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
