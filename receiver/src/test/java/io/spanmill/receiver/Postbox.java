package io.spanmill.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A destination that keeps what it is offered, and answers at once or when it is told to. */
public final class Postbox implements Destination {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A request that waits for its outcome. */
  public record Waiting(Admitted request, CompletableFuture<Outcome> outcome) {}

  private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
  private final List<Admitted> delivered = new ArrayList<>();
  private volatile boolean prompt = true;

  /** From now on, says nothing by itself. */
  public Postbox reticent() {
    prompt = false;
    return this;
  }

  @Override
  public CompletableFuture<Outcome> offer(Admitted request) {
    if (prompt) {
      synchronized (delivered) {
        delivered.add(request);
      }
      return CompletableFuture.completedFuture(Outcome.DELIVERED);
    }
    Waiting one = new Waiting(request, new CompletableFuture<>());
    waiting.add(one);
    return one.outcome();
  }

  /** Waits for the next request that waits. */
  public Waiting next() throws InterruptedException {
    Waiting next = waiting.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  public List<Admitted> delivered() {
    synchronized (delivered) {
      return List.copyOf(delivered);
    }
  }

  /** The pieces of all that was delivered, in order. */
  public List<Piece> pieces() {
    return delivered().stream().flatMap(request -> request.pieces().stream()).toList();
  }
}
