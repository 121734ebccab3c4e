package io.spanmill.assembly;

import io.spanmill.state.Stamp;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far time went while nothing came. Where the log is the input itself no record tells of that,
 * so that it has to be remembered: of each silence the last that was said, under the offset of the
 * record that ends it. Not thread-safe.
 */
final class Silences {
  /** Hears of them again. */
  interface Listener {
    void silence(long offset, Stamp stamp);
  }

  private record Said(long offset, Stamp stamp) {}

  private final DecisionLog log;
  private final Deque<Long> offsets = new ArrayDeque<>();

  /** Those that a restore has not come to. */
  private final Deque<Said> again = new ArrayDeque<>();

  Silences(DecisionLog log) {
    this.log = log;
  }

  void say(long offset, Stamp stamp) {
    log.writeSilence(offset, stamp.toBytes());
    Long last = offsets.peekLast();
    if (last == null || last != offset) {
      offsets.add(offset);
    }
  }

  /** The log is not needed below an offset. */
  void forget(long belowOffset) {
    while (!offsets.isEmpty() && offsets.getFirst() < belowOffset) {
      log.deleteSilence(offsets.removeFirst());
    }
  }

  /** After a restart. */
  void recall() {
    log.forEachSilence(
        (stamp, offset) -> {
          offsets.add(offset);
          again.add(new Said(offset, Stamp.of(stamp)));
        });
  }

  /** Says again all that was said before the record at an offset. */
  void sayAgain(long upToOffset, Listener listener) {
    for (Said next = again.peekFirst();
        next != null && next.offset() <= upToOffset;
        next = again.peekFirst()) {
      again.removeFirst();
      listener.silence(next.offset(), next.stamp());
    }
  }
}
