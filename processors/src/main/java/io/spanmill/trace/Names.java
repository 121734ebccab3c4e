package io.spanmill.trace;

import io.spanmill.otlp.SpanView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal names of spans the same String, mostly: there are few beside the spans that have
 * them. Not thread-safe.
 */
final class Names {
  /** So many are known; each has one place where it may stand. A power of two. */
  private static final int PLACES = 1024;

  /** Longer ones, in bytes, are made anew. */
  private static final int LONGEST = 128;

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Known(byte[] utf8, String name) {}

  private final @Nullable Known[] known = new Known[PLACES];

  String of(SpanView span) {
    int from = span.nameFrom();
    int to = span.nameTo();
    if (to - from > LONGEST) {
      return span.name();
    }
    int place = hash(span.bytes(), from, to) & (PLACES - 1);
    Known there = known[place];
    if (there == null || !Arrays.equals(there.utf8, 0, there.utf8.length, span.bytes(), from, to)) {
      there = new Known(Arrays.copyOfRange(span.bytes(), from, to), span.name());
      known[place] = there;
    }
    return there.name;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int at = from; at < to; at++) {
      hash = 31 * hash + bytes[at];
    }
    return hash ^ (hash >>> 16);
  }
}
