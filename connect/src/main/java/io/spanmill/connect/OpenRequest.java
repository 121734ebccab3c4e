package io.spanmill.connect;

import io.spanmill.receiver.Admitted;
import io.spanmill.receiver.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A request of which not all pieces are known to be in Kafka. Thread-safe. */
final class OpenRequest {
  private final Admitted request;
  private final AtomicInteger open;
  private final AtomicBoolean leftOut = new AtomicBoolean();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  OpenRequest(Admitted request) {
    this.request = request;
    this.open = new AtomicInteger(request.pieces().size());
  }

  Admitted request() {
    return request;
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  /** One piece more is written, or is never going to be. */
  void settle(boolean written) {
    if (!written) {
      leftOut.set(true);
    }
    if (open.decrementAndGet() == 0) {
      outcome.complete(leftOut.get() ? Outcome.LEFT_OUT : Outcome.DELIVERED);
    }
  }
}
