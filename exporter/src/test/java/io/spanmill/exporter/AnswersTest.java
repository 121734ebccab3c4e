package io.spanmill.exporter;

import static io.spanmill.exporter.Answer.Kind.ACCEPTED;
import static io.spanmill.exporter.Answer.Kind.DENIED;
import static io.spanmill.exporter.Answer.Kind.REFUSED;
import static io.spanmill.exporter.Answer.Kind.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.wire.ProtoWriter;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each answer means. */
final class AnswersTest {
  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @CsvSource({
    "200, ACCEPTED",
    "202, ACCEPTED",
    "429, UNAVAILABLE",
    "502, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE",
    "400, REFUSED",
    "413, REFUSED",
    "422, REFUSED",
    "500, REFUSED",
    "501, REFUSED",
    "301, DENIED",
    "401, DENIED",
    "403, DENIED",
    "404, DENIED",
    "405, DENIED",
    "415, DENIED"
  })
  void httpStatus(int status, Answer.Kind kind) {
    assertThat(HttpAnswers.of(new Posted(status, Map.of(), NOTHING)).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ACCEPTED, OK", "1, UNAVAILABLE, CANCELLED", "2, REFUSED, UNKNOWN",
    "3, REFUSED, INVALID_ARGUMENT", "4, UNAVAILABLE, DEADLINE_EXCEEDED",
        "7, DENIED, PERMISSION_DENIED",
    "8, REFUSED, RESOURCE_EXHAUSTED", "10, UNAVAILABLE, ABORTED", "11, UNAVAILABLE, OUT_OF_RANGE",
    "12, DENIED, UNIMPLEMENTED", "13, REFUSED, INTERNAL", "14, UNAVAILABLE, UNAVAILABLE",
    "15, UNAVAILABLE, DATA_LOSS", "16, DENIED, UNAUTHENTICATED", "99, REFUSED, UNKNOWN",
    "x, REFUSED, UNKNOWN"
  })
  void grpcStatus(String status, Answer.Kind kind, String code) {
    Answer answer = GrpcAnswers.of(new Posted(200, Map.of("grpc-status", status), NOTHING));

    assertThat(answer.kind()).isEqualTo(kind);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void whatStandsBetweenAnswersWithoutGrpcStatus() {
    assertThat(GrpcAnswers.of(new Posted(200, Map.of(), NOTHING)).kind()).isEqualTo(UNAVAILABLE);
    assertThat(GrpcAnswers.of(new Posted(204, Map.of(), NOTHING)).kind()).isEqualTo(DENIED);
    assertThat(GrpcAnswers.of(new Posted(503, Map.of(), NOTHING)).kind()).isEqualTo(UNAVAILABLE);
    assertThat(GrpcAnswers.of(new Posted(404, Map.of(), NOTHING)).kind()).isEqualTo(DENIED);
  }

  @Test
  void anExhaustedResourceThatSaysWhenIsWorthAnotherAttempt() {
    ProtoWriter status = new ProtoWriter(64);
    int any = status.beginMessage(3 << 3 | 2);
    status.writeString(1 << 3 | 2, "type.googleapis.com/google.rpc.RetryInfo");
    int info = status.beginMessage(2 << 3 | 2);
    int delay = status.beginMessage(1 << 3 | 2);
    status.writeTag(1 << 3).writeVarint(7).writeTag(2 << 3).writeVarint(500_000_000);
    status.endMessage(delay).endMessage(info).endMessage(any);
    String details = Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());

    Answer answer = exhausted(details);
    assertThat(answer.kind()).isEqualTo(UNAVAILABLE);
    assertThat(answer.after()).isEqualTo(Duration.ofMillis(7_500));
    assertThat(exhausted("!").kind()).isEqualTo(REFUSED);
    assertThat(exhausted("AAAA").kind()).isEqualTo(REFUSED);
  }

  private static Answer exhausted(String details) {
    return GrpcAnswers.of(
        new Posted(200, Map.of("grpc-status", "8", "grpc-status-details-bin", details), NOTHING));
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(after("12", "")).isEqualTo(Duration.ofSeconds(12));
    assertThat(after("Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 1999 23:59:29 GMT"))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(after("Fri, 31 Dec 1999 23:59:29 GMT", "Fri, 31 Dec 1999 23:59:59 GMT"))
        .isEqualTo(Duration.ZERO);
    assertThat(after("Fri, 31 Dec 1999 23:59:59 GMT", "")).isNull();
    assertThat(after("soon", "")).isNull();
    assertThat(after("-3", "")).isNull();
    assertThat(after("99999999999999", "")).isNull();
  }

  private static Duration after(String retryAfter, String date) {
    Map<String, String> headers = new HashMap<>(Map.of("retry-after", retryAfter));
    headers.put("date", date);
    return HttpAnswers.of(new Posted(503, headers, NOTHING)).after();
  }

  @Test
  void reasonsAreOneLineOfReasonableLength() {
    String html = "<html>\n\r <body>no such\tpage</body>" + " ".repeat(9) + "x".repeat(10_000);
    Answer answer = HttpAnswers.of(new Posted(404, Map.of(), html.getBytes(UTF_8)));

    assertThat(answer.told()).startsWith("404: <html> <body>no such page</body> xx").hasSize(306);
  }

  @Test
  void grpcMessagesAreDecoded() {
    Map<String, String> headers = Map.of("grpc-status", "3", "grpc-message", "100%25 %C3%BCber%2");
    Answer answer = GrpcAnswers.of(new Posted(200, headers, NOTHING));

    assertThat(answer.told()).isEqualTo("INVALID_ARGUMENT: 100% über%2");
  }

  @Test
  void aResponseThatCannotBeReadIsStillASuccess() {
    Map<String, String> protobuf = Map.of("content-type", "application/x-protobuf");
    Answer answer = HttpAnswers.ofExport(new Posted(200, protobuf, new byte[] {10, 99, 1}));

    assertThat(answer.kind()).isEqualTo(ACCEPTED);
    assertThat(answer.rejected()).isZero();
  }
}
