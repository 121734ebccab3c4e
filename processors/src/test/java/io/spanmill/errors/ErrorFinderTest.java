package io.spanmill.errors;

import static io.spanmill.model.SpanKind.CLIENT;
import static io.spanmill.model.SpanKind.CONSUMER;
import static io.spanmill.model.SpanKind.INTERNAL;
import static io.spanmill.model.SpanKind.PRODUCER;
import static io.spanmill.model.SpanKind.SERVER;
import static io.spanmill.model.StatusCode.ERROR;
import static io.spanmill.model.StatusCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.state.ErrorFormat;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Weights;
import io.spanmill.window.LocalSums;
import io.spanmill.window.Sums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErrorFinderTest {
  private static final long ARRIVAL = 100_000;

  private final LocalSums<ErrorSum> sums = new LocalSums<>(new ErrorFormat(), 3);
  private final ErrorFinder finder =
      new ErrorFinder(
          new ErrorsConfig(true, Duration.ofMinutes(1), Duration.ofDays(7), List.of(), 100),
          Weights.ofThresholds(),
          sums);
  private final TracesData.Builder data = TracesData.newBuilder();
  private final OpenTrace trace = new OpenTrace(ARRIVAL);

  private ErrorFinderTest span(
      long id, long parent, String service, SpanKind kind, StatusCode status, String... said) {
    return add(TestSpan.of(id, parent, service, kind).at(start(id), end(id)).with(status), said);
  }

  /** A child lies within its parent, and behind those with smaller ids. */
  private static long start(long id) {
    return id * 1_000_000;
  }

  private static long end(long id) {
    return 1_000_000_000 - id * 1_000_000;
  }

  /**
   * @param said attributes, name and value in turns; behind {@code !} type and message of an
   *     exception
   */
  private ErrorFinderTest add(TestSpan span, String... said) {
    Span.Builder out = span.toProto().toBuilder();
    for (int i = 0; i < said.length; i++) {
      if (said[i].equals("!")) {
        out.addEvents(exception(span.endNanos() - 1, said[i + 1], said[i + 2]));
        i += 2;
      } else {
        out.addAttributes(TestSpan.attribute(said[i], said[i + 1]));
        i++;
      }
    }
    data.addResourceSpansBuilder()
        .setResource(
            io.opentelemetry.proto.resource.v1.Resource.newBuilder()
                .addAttributes(TestSpan.attribute("service.name", span.service()))
                .addAttributes(TestSpan.attribute("telemetry.sdk.language", "go")))
        .addScopeSpansBuilder()
        .addSpans(out);
    return this;
  }

  private static Span.Event exception(long nanos, String type, String message) {
    return Span.Event.newBuilder()
        .setName("exception")
        .setTimeUnixNano(nanos)
        .addAttributes(TestSpan.attribute("exception.type", type))
        .addAttributes(TestSpan.attribute("exception.message", message))
        .build();
  }

  private List<String> found() {
    finder.closed(trace.add(data.build()).close());
    return told();
  }

  private List<String> told() {
    List<String> all = new ArrayList<>();
    Sums.drained(sums, new ErrorFormat())
        .forEach(
            (series, sum) -> {
              if (!new ErrorFormat().isNothing(sum)) {
                all.add(spelled(sum));
              }
            });
    all.sort(null);
    return all;
  }

  /** count, exceptions: type (message) in service/span; entry; callers. */
  private static String spelled(ErrorSum sum) {
    return sum.count()
        + ","
        + sum.exceptions()
        + ": "
        + sum.group().type()
        + " ("
        + sum.group().messageTemplate()
        + ") in "
        + sum.group().service()
        + "/"
        + sum.group().spanName()
        + "; "
        + sum.entries().things().stream().map(e -> e.service() + "/" + e.operation()).toList()
        + "; "
        + sum.callers().things();
  }

  @Test
  void aCallThatFailsFiveSpansIsOneError() {
    span(1, 0, "web", SERVER, ERROR, "http.status_code", "502");
    span(2, 1, "web", CLIENT, ERROR, "http.status_code", "500");
    span(3, 2, "shop", SERVER, ERROR, "http.response.status_code", "500");
    span(4, 3, "shop", CLIENT, ERROR);
    span(5, 4, "till", SERVER, ERROR, "!", "CardError", "no answer for card 17");
    assertThat(found())
        .containsExactly(
            "1,1: CardError (no answer for card <*>) in till/op5; [web/op1]; [shop, web]");
  }

  @Test
  void anExceptionRecordedOnTheWayUpBelongsToTheErrorBelow() {
    span(1, 0, "web", SERVER, ERROR, "!", "RuntimeError", "till answered 500");
    span(2, 1, "web", CLIENT, ERROR);
    span(3, 2, "till", SERVER, ERROR, "!", "CardError", "no answer");
    span(4, 3, "till", INTERNAL, ERROR, "!", "CardError", "no answer");
    assertThat(found()).containsExactly("1,3: CardError (no answer) in till/op4; [web/op1]; [web]");
  }

  @Test
  void anExceptionCountsWhateverTheStatusOfItsSpan() {
    span(1, 0, "web", SERVER, ERROR);
    span(2, 1, "web", INTERNAL, StatusCode.UNSET, "!", "runtime.errorString", "nil pointer");
    assertThat(found())
        .containsExactly("1,1: runtime.errorString (nil pointer) in web/op2; [web/op1]; []");
  }

  @Test
  void anErrorThatWasDealtWithFailsNobody() {
    span(1, 0, "web", SERVER, StatusCode.UNSET);
    span(2, 1, "web", CLIENT, ERROR, "!", "ConnectionError", "refused");
    assertThat(found()).containsExactly("1,1: ConnectionError (refused) in web/op2; [web/op1]; []");
  }

  @Test
  void aServerThatEndedWellStopsIt() {
    span(1, 0, "web", SERVER, ERROR, "!", "ValueError", "empty");
    span(2, 1, "web", CLIENT, StatusCode.UNSET);
    span(3, 2, "shop", SERVER, StatusCode.UNSET);
    span(4, 3, "shop", CLIENT, ERROR, "error.type", "timeout");
    assertThat(found())
        .containsExactly(
            "1,0: timeout () in shop/op4; [web/op1]; []",
            "1,1: ValueError (empty) in web/op1; [web/op1]; []");
  }

  @Test
  void aServerThatItsCallerSawFailDoesNot() {
    span(1, 0, "web", CLIENT, ERROR, "http.status_code", "403");
    span(2, 1, "shop", SERVER, StatusCode.UNSET, "http.status_code", "403");
    span(3, 2, "shop", CLIENT, ERROR, "http.status_code", "404");
    assertThat(found()).containsExactly("1,0: HTTP 404 () in shop/op3; [web/op1]; [web]");
  }

  @Test
  void whatIsSaidToBeFineStopsIt() {
    span(1, 0, "web", SERVER, ERROR, "http.status_code", "500");
    span(2, 1, "web", INTERNAL, OK);
    span(3, 2, "web", CLIENT, ERROR, "http.status_code", "503");
    assertThat(found()).hasSize(2);
  }

  @Test
  void aConsumersErrorIsNotItsProducers() {
    span(1, 0, "web", SERVER, ERROR, "http.status_code", "500");
    span(2, 1, "web", PRODUCER, ERROR);
    span(3, 2, "mailer", CONSUMER, ERROR, "!", "MailError", "no address");
    assertThat(found())
        .containsExactly(
            "1,0: ERROR () in web/op2; [web/op1]; []",
            "1,1: MailError (no address) in mailer/op3; [web/op1]; []");
  }

  @Test
  void ofAFanOutEachFailureIsAnError() {
    span(1, 0, "web", SERVER, ERROR);
    span(2, 1, "web", CLIENT, ERROR, "http.status_code", "503");
    span(3, 1, "web", CLIENT, ERROR, "!", "ConnectionError", "refused");
    assertThat(found()).hasSize(2);
  }

  @Test
  void anEchoOfTheFailureAboveItIsNone() {
    span(1, 0, "till", SERVER, ERROR, "!", "CardError", "no answer");
    span(2, 1, "till", INTERNAL, ERROR, "http.status_code", "500");
    assertThat(found()).containsExactly("1,1: CardError (no answer) in till/op1; [till/op1]; []");
  }

  @Test
  void aNeighbourThatTellsOfAFailedCallIsNone() {
    add(TestSpan.of(1, 0, "web", SERVER).at(0, 9_000_000).with(ERROR));
    add(
        TestSpan.of(2, 1, "web", CLIENT).at(1_000_000, 3_000_000).with(ERROR),
        "http.response.status_code",
        "500");
    add(
        TestSpan.of(3, 2, "shop", SERVER).at(1_000_000, 2_000_000).with(ERROR),
        "!",
        "Lost",
        "gone");
    add(
        TestSpan.of(4, 1, "web", INTERNAL).at(4_000_000, 5_000_000).with(ERROR),
        "!",
        "*errors.errorString",
        "lookup answered 500");
    add(
        TestSpan.of(5, 1, "web", INTERNAL).at(6_000_000, 7_000_000).with(ERROR),
        "!",
        "ValueError",
        "empty cart");
    assertThat(found())
        .containsExactly(
            "1,1: ValueError (empty cart) in web/op5; [web/op1]; []",
            "1,2: Lost (gone) in shop/op3; [web/op1]; [web]");
  }

  @Test
  void anExceptionFromBeforeACallIsNotItsFault() {
    add(TestSpan.of(1, 0, "web", SERVER).at(0, 10_000_000).with(ERROR), "!", "ValueError", "empty");
    add(TestSpan.of(2, 1, "web", CLIENT).at(50_000_000, 60_000_000).with(ERROR));
    assertThat(found()).hasSize(2);
  }

  @Test
  void clocksThatDifferALittleSplitNothing() {
    add(TestSpan.of(1, 0, "web", SERVER).at(0, 10_000_000).with(ERROR), "!", "Lost", "gone");
    add(
        TestSpan.of(2, 1, "web", INTERNAL).at(11_000_000, 11_500_000).with(ERROR),
        "!",
        "ValueError",
        "empty");
    assertThat(found()).containsExactly("1,2: ValueError (empty) in web/op2; [web/op1]; []");
  }

  @Test
  void namesWhatHasNoException() {
    span(1, 0, "a", CLIENT, ERROR, "rpc.grpc.status_code", "14");
    assertThat(found()).containsExactly("1,0: gRPC UNAVAILABLE () in a/op1; [a/op1]; []");
  }

  @Test
  void spansThatNameEachOtherAsParentsAreReadAllTheSame() {
    span(1, 2, "web", SERVER, ERROR);
    span(2, 1, "web", CLIENT, ERROR);
    span(3, 3, "web", CLIENT, ERROR);
    assertThat(found()).isNotEmpty();
  }

  @Test
  void onlyAKeptTraceIsAnExample() {
    span(1, 0, "web", SERVER, ERROR);
    finder.closed(trace.dropped().add(data.build()).close());
    Map<ErrorSeries, ErrorSum> all = Sums.drained(sums, new ErrorFormat());
    assertThat(all.values()).singleElement().satisfies(sum -> assertThat(sum.examples()).isEmpty());
  }

  private void late(TestSpan span) {
    trace.late(span, finder::late);
  }

  private static TestSpan failed(
      long id, long parent, String service, SpanKind kind, @Nullable String type) {
    Map<String, String> said = type == null ? Map.of() : Map.of("exception.type", type);
    return TestSpan.of(id, parent, service, kind).at(start(id), end(id)).with(ERROR).with("", said);
  }

  @Test
  void aLateSpanTakesOverTheErrorOfItsCaller() {
    span(1, 0, "web", SERVER, ERROR);
    span(2, 1, "web", CLIENT, ERROR, "http.status_code", "500");
    finder.closed(trace.add(data.build()).close());
    late(failed(3, 2, "shop", SERVER, "Lost"));
    assertThat(told()).containsExactly("1,0: Lost () in shop/op3; [web/op1]; [web]");
    late(failed(4, 3, "shop", CLIENT, "Gone"));
    late(failed(5, 4, "shelf", SERVER, "Empty"));
    assertThat(told())
        .containsExactly(
            "-1,0:  () in /; []; []", "1,0: Empty () in shelf/op5; [web/op1]; [shop, web]");
  }

  @Test
  void aLateRootPutsTheEntryRight() {
    span(2, 1, "shop", SERVER, ERROR, "!", "Lost", "gone");
    finder.closed(trace.add(data.build()).close());
    late(failed(1, 0, "web", CLIENT, null));
    assertThat(told()).containsExactly("1,1: Lost (gone) in shop/op2; [web/op1]; [web]");
  }

  @Test
  void lateSpansOneAfterTheOtherLeaveOneError() {
    span(1, 0, "web", SERVER, StatusCode.UNSET);
    finder.closed(trace.add(data.build()).close());
    late(failed(2, 1, "web", CLIENT, null));
    late(failed(3, 2, "shop", SERVER, "Lost"));
    late(failed(4, 3, "shop", INTERNAL, "Empty"));
    assertThat(told()).containsExactly("1,0: Empty () in shop/op4; [web/op1]; [web]");
  }

  @Test
  void ofATraceThatIsOnlyRememberedEachIsCountedAlone() {
    trace.forEach(
        TestSpan.toBytes(List.of(failed(3, 2, "shop", SERVER, "Lost"))),
        span -> finder.late(new Milled.Late(span, false, null, new io.spanmill.trace.Moves())));
    assertThat(told()).containsExactly("1,0: Lost () in shop/op3; [shop/op3]; []");
  }
}
