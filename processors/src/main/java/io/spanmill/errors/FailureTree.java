package io.spanmill.errors;

import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.TraceTree;
import java.util.Arrays;
import java.util.List;

/**
 * Which of a trace's failures are errors, and which pass another's on. Not thread-safe.
 *
 * <p>A failure passes on that of the span below it, if it reached it: over spans that say nothing
 * of how they ended, or that their caller saw fail. It stops at a span that has ended well, and at
 * a consumer, as nobody waits for it. Of several the one is passed on that recorded the same
 * exception, else the one that ended last; none that began only after the exception was recorded.
 *
 * <p>Beside it, an INTERNAL span that only says that it has failed is an echo of the span above it;
 * and a failure whose message quotes the status or the message of one that had ended before, under
 * the same span, tells of that one.
 */
final class FailureTree {
  static final int NONE = -1;

  /** So far up a failure reaches over spans that have not failed. */
  private static final int MOST_PASSED = 64;

  /** So many neighbours are looked at for one to tell of. */
  private static final int MOST_NEIGHBOURS = 32;

  /** A shorter message may be quoted by chance. */
  private static final int SHORTEST_QUOTE = 8;

  /** So far the times of one process differ that are taken of several clocks, or rounded. */
  private static final long CLOCK_NANOS = 10_000_000;

  private static final int FIRST_FAULT = 400;

  private final SpanTable spans;
  private final TraceTree tree;
  private final List<Failure> failures;

  /** By span, the number of its failure plus one. */
  private final int[] bySpan;

  /** By failure: the one above it, the first below it, the next below the same. */
  private final int[] above;

  private final int[] firstBelow;
  private final int[] nextBeside;

  /** By failure, the one that it passes on or tells of; itself if it is an error or an echo. */
  private final int[] origin;

  private final boolean[] echo;

  /** By failure, how many are right below it that are no echo. */
  private final int[] below;

  /**
   * @param failures in any order, each span once
   */
  FailureTree(SpanTable spans, TraceTree tree, List<Failure> failures) {
    this.spans = spans;
    this.tree = tree;
    this.failures = failures;
    int count = failures.size();
    bySpan = new int[spans.size()];
    above = new int[count];
    firstBelow = filled(count);
    nextBeside = filled(count);
    origin = new int[count];
    echo = new boolean[count];
    below = new int[count];
    for (int i = 0; i < count; i++) {
      bySpan[failures.get(i).span()] = i + 1;
    }
    for (int i = 0; i < count; i++) {
      above[i] = findAbove(i);
    }
    cutCycles();
    for (int i = count - 1; i >= 0; i--) {
      if (above[i] != NONE) {
        nextBeside[i] = firstBelow[above[i]];
        firstBelow[above[i]] = i;
        below[above[i]]++;
      }
    }
    findEchoes();
    findOrigins();
  }

  private static int[] filled(int count) {
    int[] all = new int[count];
    Arrays.fill(all, NONE);
    return all;
  }

  private int findAbove(int failure) {
    int below = failures.get(failure).span();
    int at = tree.parent(below);
    for (int passed = 0; at >= 0 && passed < MOST_PASSED; passed++) {
      if (isUnwaitedFor(below, at)) {
        return NONE;
      }
      if (bySpan[at] != 0) {
        return bySpan[at] - 1;
      }
      if (!passes(at)) {
        return NONE;
      }
      below = at;
      at = tree.parent(at);
    }
    return NONE;
  }

  @SuppressWarnings("ReferenceEquality") // names of services are interned
  private boolean isUnwaitedFor(int span, int parent) {
    return spans.kind(parent) == SpanKind.PRODUCER
        || (spans.kind(span) == SpanKind.CONSUMER && spans.service(span) != spans.service(parent));
  }

  /** Of a span that has not failed. */
  private boolean passes(int span) {
    if (spans.status(span) == StatusCode.OK) {
      return false;
    }
    return switch (spans.kind(span)) {
      case UNSPECIFIED, INTERNAL, CLIENT -> true;
      case SERVER -> isSeenToFail(span);
      case PRODUCER, CONSUMER -> false;
    };
  }

  private boolean isSeenToFail(int served) {
    int caller = tree.parent(served);
    return caller >= 0 && bySpan[caller] != 0 && spans.kind(caller) == SpanKind.CLIENT;
  }

  private void cutCycles() {
    int[] walk = new int[above.length];
    for (int i = 0; i < above.length; i++) {
      int at = i;
      int last = i;
      while (at != NONE && walk[at] == 0) {
        walk[at] = i + 1;
        last = at;
        at = above[at];
      }
      if (at != NONE && walk[at] == i + 1) {
        above[last] = NONE;
      }
    }
  }

  /** From below, as a span whose echoes are gone may be one itself. */
  private void findEchoes() {
    for (int i = 0; i < above.length; i++) {
      int at = i;
      while (at != NONE && !echo[at] && isEcho(at)) {
        echo[at] = true;
        at = above[at];
        below[at]--;
      }
    }
  }

  private boolean isEcho(int failure) {
    Failure said = failures.get(failure);
    return spans.kind(said.span()) == SpanKind.INTERNAL
        && !said.said().specific()
        && above[failure] != NONE
        && isSameService(failure, above[failure])
        && below[failure] == 0;
  }

  @SuppressWarnings("ReferenceEquality") // names of services are interned
  private boolean isSameService(int one, int other) {
    return service(one) == service(other);
  }

  private String service(int failure) {
    return spans.service(failures.get(failure).span());
  }

  private void findOrigins() {
    int[] cause = new int[origin.length];
    for (int i = 0; i < cause.length; i++) {
      cause[i] = echo[i] ? NONE : cause(i);
    }
    Arrays.fill(origin, NONE);
    for (int i = 0; i < cause.length; i++) {
      int end = i;
      while (cause[end] != NONE && origin[end] == NONE) {
        end = cause[end];
      }
      int found = origin[end] == NONE ? end : origin[end];
      for (int at = i; at != NONE && origin[at] == NONE; at = cause[at]) {
        origin[at] = found;
      }
    }
  }

  private int cause(int failure) {
    int best = NONE;
    for (int i = firstBelow[failure]; i != NONE; i = nextBeside[i]) {
      if (!echo[i] && mayCause(i, failure) && (best == NONE || isBetter(i, best, failure))) {
        best = i;
      }
    }
    return best == NONE && below[failure] == 0 ? toldOf(failure) : best;
  }

  private boolean mayCause(int below, int failure) {
    Failure effect = failures.get(failure);
    Failure cause = failures.get(below);
    return effect.said().exceptions() == 0
        || cause.said().isSameException(effect.said())
        || cause.startNanos() <= effect.failedNanos() + CLOCK_NANOS;
  }

  private boolean isBetter(int one, int other, int failure) {
    Said said = failures.get(failure).said();
    boolean same = failures.get(one).said().isSameException(said);
    boolean otherSame = failures.get(other).said().isSameException(said);
    return same == otherSame ? endsLater(one, other) : same;
  }

  private boolean endsLater(int one, int other) {
    long end = failures.get(one).endNanos();
    long otherEnd = failures.get(other).endNanos();
    return end == otherEnd ? failures.get(one).span() > failures.get(other).span() : end > otherEnd;
  }

  /** The neighbour, of those that had ended, that it quotes. */
  private int toldOf(int failure) {
    Failure telling = failures.get(failure);
    if (above[failure] == NONE
        || telling.said().message().isEmpty()
        || !isSameService(failure, above[failure])) {
      return NONE;
    }
    int best = NONE;
    int looked = 0;
    for (int i = firstBelow[above[failure]];
        i != NONE && looked < MOST_NEIGHBOURS;
        i = nextBeside[i], looked++) {
      if (i != failure
          && !echo[i]
          && failures.get(i).endNanos() <= telling.failedNanos()
          && endsLater(failure, i)
          && quotes(telling.said().message(), failures.get(i).said())
          && (best == NONE || endsLater(i, best))) {
        best = i;
      }
    }
    return best;
  }

  private static boolean quotes(String message, Said said) {
    return (said.httpStatus() >= FIRST_FAULT && hasNumber(message, said.httpStatus()))
        || (said.message().length() >= SHORTEST_QUOTE && message.contains(said.message()));
  }

  private static boolean hasNumber(String message, int number) {
    String digits = Integer.toString(number);
    int at = message.indexOf(digits);
    while (at >= 0) {
      int end = at + digits.length();
      boolean begins = at == 0 || !Character.isLetterOrDigit(message.charAt(at - 1));
      if (begins && (end == message.length() || !Character.isLetterOrDigit(message.charAt(end)))) {
        return true;
      }
      at = message.indexOf(digits, at + 1);
    }
    return false;
  }

  /** Whether it is an error of its own. */
  boolean isError(int failure) {
    return origin[failure] == failure && !echo[failure];
  }

  /** The error to which a failure belongs; one that is an echo belongs to none, and is given. */
  int origin(int failure) {
    return origin[failure];
  }

  /**
   * The span up to which an error was passed on: its own, or that of the last failure above it that
   * belongs to it.
   */
  int top(int error) {
    int top = error;
    while (above[top] != NONE && origin[above[top]] == error) {
      top = above[top];
    }
    return failures.get(top).span();
  }
}
