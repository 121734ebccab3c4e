package io.spanmill.receiver;

import java.util.concurrent.atomic.LongAdder;

/** What senders were told, since the start. Thread-safe. */
public final class AnswerCounts {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder[] refused = new LongAdder[Refusal.values().length];

  AnswerCounts() {
    for (int i = 0; i < refused.length; i++) {
      refused[i] = new LongAdder();
    }
  }

  void accepted(Admitted request) {
    accepted.increment();
    rejected.add(request.rejected());
  }

  void refused(Refusal refusal) {
    refused[refusal.ordinal()].increment();
  }

  /** Requests that were a success. */
  public long accepted() {
    return accepted.sum();
  }

  /** Items that were rejected out of requests that were a success otherwise. */
  public long rejectedItems() {
    return rejected.sum();
  }

  /** Requests that were refused for that reason. */
  public long refusedFor(Refusal refusal) {
    return refused[refusal.ordinal()].sum();
  }
}
