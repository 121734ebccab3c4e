package io.spanmill.exporter;

import io.spanmill.otlp.Signal;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what is new, and not again until it is over. Not thread-safe. */
final class PushLog {
  private static final Logger LOG = LoggerFactory.getLogger(PushLog.class);

  /** Of a back-end that has something new to say every time. */
  private static final int KINDS = 100;

  private final String backEnd;

  /** What was said since the back-end took something. */
  private final Set<String> trouble = new HashSet<>();

  /** What will be no other the next time. */
  private final Set<String> refusals = new HashSet<>();

  PushLog(String backEnd) {
    this.backEnd = backEnd;
  }

  void answered(Signal signal, Answer answer) {
    switch (answer.kind()) {
      case ACCEPTED -> accepted(signal, answer);
      case REFUSED -> {}
      case DENIED -> {
        if (trouble.add(answer.code())) {
          LOG.error(
              "{} takes nothing from us ({}): nothing is lost, but nothing goes on either",
              backEnd,
              answer.told());
        }
      }
      case UNAVAILABLE -> {
        if (trouble.add(answer.code()) && trouble.size() <= KINDS) {
          LOG.warn(
              "{} does not take {}, and will be asked again: {}",
              backEnd,
              signal.label(),
              answer.told());
        }
      }
    }
  }

  private void accepted(Signal signal, Answer answer) {
    if (!trouble.isEmpty()) {
      LOG.info("{} takes {} again", backEnd, signal.label());
      trouble.clear();
    }
    if (answer.rejected() > 0 || !answer.reason().isEmpty()) {
      if (isNew("partial " + answer.reason())) {
        LOG.warn(
            "{} has rejected {} of the {}: {}",
            backEnd,
            answer.rejected(),
            signal.label(),
            answer.reason());
      }
    }
  }

  /** One payload will never be taken. */
  void refused(Signal signal, String code, String reason) {
    if (isNew(signal + code)) {
      LOG.warn("{} refuses {}: {}", backEnd, signal.label(), reason);
    }
  }

  private boolean isNew(String kind) {
    return refusals.size() < KINDS && refusals.add(kind);
  }
}
