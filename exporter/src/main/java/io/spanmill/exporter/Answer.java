package io.spanmill.exporter;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt has come to.
 *
 * @param code what was answered, in one word: {@code 503}, {@code UNAVAILABLE}; what went wrong
 *     where there was no answer
 * @param reason one line for people; may be empty
 * @param rejected items of a request that was accepted otherwise
 * @param after when to come again, as the other side wants it; null if it does not say
 */
public record Answer(
    Kind kind, String code, String reason, long rejected, @Nullable Duration after) {
  /** What has to be done. */
  public enum Kind {
    /** It is there. */
    ACCEPTED,
    /** The same request will never be accepted. */
    REFUSED,
    /** No request of ours will be, until somebody has changed something. */
    DENIED,
    /** It may be the next time. */
    UNAVAILABLE
  }

  /** Where whoever answered may be someone who does not know what he says. */
  private static final int REASON_CHARACTERS = 300;

  public Answer {
    reason = oneLine(reason);
  }

  static Answer of(Kind kind, String code, String reason) {
    return new Answer(kind, code, reason, 0, null);
  }

  /** Where there was none. */
  public static Answer none(IOException failure) {
    String said = failure.getMessage();
    String code = failure.getClass().getSimpleName();
    return of(Kind.UNAVAILABLE, code, said == null ? code : said);
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= REASON_CHARACTERS ? line : line.substring(0, REASON_CHARACTERS) + "…";
  }

  /** For people: {@code 503: overloaded}. */
  public String told() {
    return reason.isEmpty() || reason.equals(code) ? code : code + ": " + reason;
  }
}
