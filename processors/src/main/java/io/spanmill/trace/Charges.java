package io.spanmill.trace;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a trace has to account for beside its spans: origins and names of peers that are larger than
 * is common. By what the spans say alone, so that a restart counts the same. Not thread-safe.
 */
final class Charges {
  /** Characters of a peer's name that count as nothing. */
  private static final int COMMON_NAME = 32;

  /** What the hash of an origin takes in memory here, about. */
  private static final int HASH = 48;

  /** Of the origins that are charged already. */
  private final Set<Integer> origins = new HashSet<>();

  private long bytes;

  static boolean isDue(SpanFacts span) {
    return span.origin().excess() > 0 || nameOf(span.peer()) > 0;
  }

  private static int nameOf(@Nullable Peer peer) {
    return peer == null ? 0 : Math.max(0, peer.name().length() - COMMON_NAME);
  }

  void add(SpanFacts span) {
    bytes += nameOf(span.peer());
    int excess = span.origin().excess();
    if (excess > 0 && origins.add(span.origin().bytesHash())) {
      bytes += excess + HASH;
    }
  }

  long bytes() {
    return bytes;
  }
}
