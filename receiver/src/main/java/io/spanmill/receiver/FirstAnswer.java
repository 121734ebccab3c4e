package io.spanmill.receiver;

import java.util.concurrent.atomic.AtomicBoolean;

/** Lets the first word through, and counts it. */
final class FirstAnswer implements Answers {
  private final Answers answers;
  private final AnswerCounts counts;
  private final AtomicBoolean given = new AtomicBoolean();

  FirstAnswer(Answers answers, AnswerCounts counts) {
    this.answers = answers;
    this.counts = counts;
  }

  @Override
  public void accept(Admitted request) {
    if (given.compareAndSet(false, true)) {
      counts.accepted(request);
      answers.accept(request);
    }
  }

  @Override
  public void refuse(Refusal refusal, String reason) {
    if (given.compareAndSet(false, true)) {
      counts.refused(refusal);
      answers.refuse(refusal, reason);
    }
  }
}
