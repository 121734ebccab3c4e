package io.spanmill.exporter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.exporter.Answer.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What answers over gRPC mean. Which are worth another attempt is said by <a
 * href="https://opentelemetry.io/docs/specs/otlp/#failures">OTLP's specification</a>; {@code
 * RESOURCE_EXHAUSTED} only with a {@code RetryInfo}: without, the message is too large.
 */
final class GrpcAnswers {
  /** The five bytes before a message. */
  static final int FRAME_BYTES = 5;

  /** In the order of their numbers. */
  private enum Status {
    OK(Kind.ACCEPTED),
    CANCELLED(Kind.UNAVAILABLE),
    UNKNOWN(Kind.REFUSED),
    INVALID_ARGUMENT(Kind.REFUSED),
    DEADLINE_EXCEEDED(Kind.UNAVAILABLE),
    NOT_FOUND(Kind.REFUSED),
    ALREADY_EXISTS(Kind.REFUSED),
    PERMISSION_DENIED(Kind.DENIED),
    RESOURCE_EXHAUSTED(Kind.REFUSED),
    FAILED_PRECONDITION(Kind.REFUSED),
    ABORTED(Kind.UNAVAILABLE),
    OUT_OF_RANGE(Kind.UNAVAILABLE),
    UNIMPLEMENTED(Kind.DENIED),
    INTERNAL(Kind.REFUSED),
    UNAVAILABLE(Kind.UNAVAILABLE),
    DATA_LOSS(Kind.UNAVAILABLE),
    UNAUTHENTICATED(Kind.DENIED);

    private final Kind kind;

    Status(Kind kind) {
      this.kind = kind;
    }

    static Status of(String number) {
      try {
        int code = Integer.parseInt(number);
        return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
      } catch (NumberFormatException none) {
        return UNKNOWN;
      }
    }
  }

  private GrpcAnswers() {}

  static Answer of(Posted posted) {
    String number = posted.header("grpc-status");
    if (number.isEmpty()) {
      return withoutStatus(posted);
    }
    Status status = Status.of(number);
    if (status == Status.OK) {
      return Replies.accepted(status.name(), posted.body(), FRAME_BYTES);
    }
    Duration delay = delay(posted);
    boolean comeAgain = status == Status.RESOURCE_EXHAUSTED && delay != null;
    Kind kind = comeAgain ? Kind.UNAVAILABLE : status.kind;
    return new Answer(kind, status.name(), decoded(posted.header("grpc-message")), 0, delay);
  }

  /**
   * Something between us and the back-end has answered: <a
   * href="https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md">gRPC says</a>
   * what that means. One that ends a stream in the middle leaves a 200 without a status.
   */
  private static Answer withoutStatus(Posted posted) {
    if (posted.status() == 200) {
      return Answer.of(Kind.UNAVAILABLE, "no-status", "an answer without grpc-status");
    }
    Answer plain = HttpAnswers.of(posted);
    return plain.kind() == Kind.ACCEPTED
        ? Answer.of(Kind.DENIED, plain.code(), "is not an answer of gRPC's")
        : plain;
  }

  private static @Nullable Duration delay(Posted posted) {
    try {
      String details = posted.header("grpc-status-details-bin");
      return Replies.retryDelay(Base64.getDecoder().decode(details));
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }

  /** Percent signs stand before the bytes of what is no printable ASCII. */
  private static String decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      int octet = text.charAt(i) == '%' && i + 2 < text.length() ? hex(text, i + 1) : -1;
      bytes.write(octet < 0 ? text.charAt(i) : octet);
      i += octet < 0 ? 0 : 2;
    }
    return bytes.toString(UTF_8);
  }

  private static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
