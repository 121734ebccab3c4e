package io.spanmill.receiver;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The life of one request behind its door: unpacked, admitted, offered, answered. It ends when it
 * is answered, at the latest when its time is over. What it holds of the budget it holds until its
 * outcome is known.
 */
final class Reception implements BodyReader.Listener {
  private final Envelope envelope;
  private final Answers answers;
  private final Admission admission;
  private final Destination destination;
  private final GrowingBytes unpacked;
  private final Held held;
  private @Nullable CompletableFuture<Outcome> offered;
  private boolean over;
  private String unknown = "not known to be delivered; try again";

  Reception(
      Envelope envelope,
      Answers answers,
      Admission admission,
      Destination destination,
      Held held,
      int requestBytes) {
    this.envelope = envelope;
    this.answers = answers;
    this.admission = admission;
    this.destination = destination;
    this.held = held;
    this.unpacked = new GrowingBytes(held, requestBytes, "unpacked");
  }

  @Override
  public void read(GrowingBytes body) {
    boolean done = false;
    try {
      byte[] request = envelope.open(body, unpacked);
      offer(admission.admit(envelope.signal(), envelope.encoding(), request));
      done = true;
    } catch (RefusedException e) {
      refused(e);
      done = true;
    } finally {
      if (!done) {
        held.giveBackAll();
      }
    }
  }

  private void offer(Admitted request) {
    if (request.pieces().isEmpty()) {
      held.giveBackAll();
      answers.accept(request);
      return;
    }
    CompletableFuture<Outcome> outcome = destination.offer(request);
    if (!isStillWanted(outcome)) {
      outcome.complete(Outcome.UNAVAILABLE);
    }
    CompletableFuture<Void> unused = outcome.thenAccept(end -> conclude(request, end));
  }

  private synchronized boolean isStillWanted(CompletableFuture<Outcome> outcome) {
    offered = outcome;
    return !over;
  }

  private void conclude(Admitted request, Outcome outcome) {
    held.giveBackAll();
    switch (outcome) {
      case DELIVERED -> answers.accept(request);
      case UNAVAILABLE -> answers.refuse(Refusal.UNAVAILABLE, unknown());
      case LEFT_OUT ->
          answers.refuse(
              Refusal.LEFT_OUT, "it was left out: filtered, or not taken by the destination");
    }
  }

  @Override
  public void refused(RefusedException refused) {
    held.giveBackAll();
    answers.refuse(refused.refusal(), refused.reason());
  }

  @Override
  public void broken() {
    abandon("the connection broke");
  }

  /** Ends it, wherever it stands: the sender shall try again. */
  void abandon(String reason) {
    CompletableFuture<Outcome> outcome;
    synchronized (this) {
      over = true;
      unknown = reason;
      outcome = offered;
    }
    if (outcome == null) {
      refused(new RefusedException(Refusal.UNAVAILABLE, reason));
    } else {
      outcome.complete(Outcome.UNAVAILABLE);
    }
  }

  private synchronized String unknown() {
    return unknown;
  }
}
