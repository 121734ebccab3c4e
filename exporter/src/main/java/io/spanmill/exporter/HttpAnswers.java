package io.spanmill.exporter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.exporter.Answer.Kind;

/**
 * What answers over HTTP mean. Which are worth another attempt is said by <a
 * href="https://opentelemetry.io/docs/specs/otlp/#failures-1">OTLP's specification</a>: 429, 502,
 * 503 and 504. Of the others, those that are about the sender are told from those about what was
 * sent: to come with something else would not help.
 */
public final class HttpAnswers {
  private static final String PROTOBUF = "application/x-protobuf";

  private HttpAnswers() {}

  /** Of an OTLP request. */
  static Answer ofExport(Posted posted) {
    Answer plain = of(posted);
    boolean protobuf = posted.header("content-type").startsWith(PROTOBUF);
    if (plain.kind() == Kind.ACCEPTED) {
      return protobuf ? Replies.accepted(plain.code(), posted.body(), 0) : plain;
    }
    String reason = protobuf ? Replies.statusMessage(posted.body()) : plain.reason();
    return new Answer(plain.kind(), plain.code(), reason, 0, plain.after());
  }

  /** Of anything that is posted. */
  public static Answer of(Posted posted) {
    Kind kind = kind(posted.status());
    String text = kind == Kind.ACCEPTED ? "" : new String(posted.body(), UTF_8);
    return new Answer(kind, "" + posted.status(), text, 0, RetryAfter.of(posted));
  }

  private static Kind kind(int status) {
    return switch (status) {
      case 429, 502, 503, 504 -> Kind.UNAVAILABLE;
      case 400, 413, 422 -> Kind.REFUSED;
      default -> {
        if (status >= 200 && status < 300) {
          yield Kind.ACCEPTED;
        }
        yield status >= 500 ? Kind.REFUSED : Kind.DENIED;
      }
    };
  }
}
