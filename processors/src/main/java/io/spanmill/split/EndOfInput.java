package io.spanmill.split;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The mark by which a source says that nothing comes after it: a record without a value and with
 * this header. Where all sources have ended, every open trace and every window closes.
 */
public final class EndOfInput {
  private static final String HEADER = "spanmill-end-of-input";

  private EndOfInput() {}

  public static Headers headers() {
    return new RecordHeaders().add(new RecordHeader(HEADER, new byte[0]));
  }

  /** Whether a record without a value is the mark. */
  public static boolean isMarked(Headers headers) {
    return headers.lastHeader(HEADER) != null;
  }
}
