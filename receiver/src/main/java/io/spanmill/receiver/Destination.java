package io.spanmill.receiver;

import java.util.concurrent.CompletableFuture;

/** Where requests go. */
public interface Destination {
  /**
   * Takes a request, without waiting. Called by many threads.
   *
   * <p>Whoever asked may complete the future itself, with {@link Outcome#UNAVAILABLE}: the sender
   * has been told to try again, or is gone, so that it need not be delivered any more.
   *
   * @return completes when it is known what became of it; never exceptionally
   */
  CompletableFuture<Outcome> offer(Admitted request);
}
