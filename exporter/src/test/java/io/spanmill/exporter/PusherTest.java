package io.spanmill.exporter;

import static io.spanmill.exporter.ScriptedBackEnd.DEATH;
import static io.spanmill.exporter.ScriptedBackEnd.SILENCE;
import static io.spanmill.exporter.ScriptedBackEnd.grpc;
import static io.spanmill.exporter.ScriptedBackEnd.grpcAccepts;
import static io.spanmill.exporter.ScriptedBackEnd.http;
import static io.spanmill.exporter.ScriptedBackEnd.httpAccepts;
import static io.spanmill.exporter.ScriptedBackEnd.partial;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanmill.exporter.Answer.Kind;
import io.spanmill.exporter.ScriptedBackEnd.Heard;
import io.spanmill.exporter.ScriptedBackEnd.Reply;
import io.spanmill.otlp.Signal;
import io.spanmill.receiver.Requests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A back-end that refuses, stalls, half-accepts and dies. */
final class PusherTest {
  private ScriptedBackEnd backEnd;

  @BeforeEach
  void start() throws Exception {
    backEnd = new ScriptedBackEnd();
  }

  @AfterEach
  void stop() {
    backEnd.close();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whatWaitsGoesTogetherWithItsHeaders(Protocol protocol) throws Exception {
    BackEnd where =
        new BackEnd(
            URI.create(backEnd.url()),
            protocol,
            Map.of("uptrace-dsn", "https://token@uptrace/1"),
            true,
            Pushes.TIMEOUT,
            TlsFiles.NONE);
    try (Pusher pusher = Pushes.pusher(where)) {
      List<Progress> said = Pushes.all(pusher, three());

      assertThat(said).containsExactly(new Progress(Progress.Kind.TAKEN, 3, Duration.ZERO, ""));
      assertThat(pusher.counts().payloads(Signal.TRACES)).isEqualTo(3);
      assertThat(pusher.counts().requests(Signal.TRACES, Kind.ACCEPTED)).isEqualTo(1);
    }
    Heard heard = backEnd.heard().get(0);
    assertThat(heard.path())
        .isEqualTo(
            protocol == Protocol.GRPC
                ? "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
                : "/v1/traces");
    assertThat(heard.headers()).containsEntry("uptrace-dsn", "https://token@uptrace/1");
    assertThat(request(heard, protocol).getResourceSpansList())
        .extracting(spans -> spans.getResource().getAttributes(0).getValue().getStringValue())
        .containsExactly("one", "two", "three");
    assertThat(where.toString()).doesNotContain("token");
  }

  private static List<Payload> three() {
    return Pushes.traces(
        List.of(Requests.spans("one", 1), Requests.spans("two", 2), Requests.spans("three", 3)));
  }

  private static ExportTraceServiceRequest request(Heard heard, Protocol protocol)
      throws IOException {
    int from = protocol == Protocol.GRPC ? 5 : 0;
    if (from > 0) {
      assertThat(heard.body()[0]).as("packed").isEqualTo((byte) 1);
    }
    byte[] packed = heard.body();
    return ExportTraceServiceRequest.parseFrom(
        new GZIPInputStream(new ByteArrayInputStream(packed, from, packed.length - from)));
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whoeverIsAwayIsAskedAgainUntilHeIsThere(Protocol protocol) throws Exception {
    boolean grpc = protocol == Protocol.GRPC;
    backEnd.says(
        grpc ? grpc(14) : http(503), DEATH, grpc ? grpc(10) : http(502, "Retry-After", "7"));
    try (Pusher pusher = Pushes.pusher(Pushes.backEnd(backEnd.url(), protocol))) {
      List<Progress> said = Pushes.all(pusher, three());

      assertThat(said)
          .extracting(Progress::kind)
          .containsExactly(
              Progress.Kind.WAIT, Progress.Kind.WAIT, Progress.Kind.WAIT, Progress.Kind.TAKEN);
      assertThat(said)
          .extracting(progress -> progress.delay().toMillis())
          .containsExactly(50L, 100L, grpc ? 200L : 7_000L, 0L);
      assertThat(pusher.counts().requests(Signal.TRACES, Kind.UNAVAILABLE)).isEqualTo(3);
    }
  }

  @Test
  void nobodyThereIsNoLoss() throws Exception {
    String url = backEnd.url();
    backEnd.close();
    try (Pusher pusher = Pushes.pusher(Pushes.backEnd(url, Protocol.GRPC))) {
      Progress progress = pusher.push(three());

      assertThat(progress.kind()).isEqualTo(Progress.Kind.WAIT);
      assertThat(progress.payloads()).isZero();
      assertThat(progress.reason()).startsWith("ConnectException: ");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whoStallsIsGivenUpAfterTheTimeoutAndAskedAgain(Protocol protocol) throws Exception {
    backEnd.says(SILENCE);
    BackEnd impatient =
        new BackEnd(
            URI.create(backEnd.url()),
            protocol,
            Map.of(),
            false,
            Duration.ofMillis(300),
            TlsFiles.NONE);
    try (Pusher pusher = Pushes.pusher(impatient)) {
      assertThat(pusher.push(three()).kind()).isEqualTo(Progress.Kind.WAIT);
    }
    try (Pusher pusher = Pushes.pusher(Pushes.backEnd(backEnd.url(), protocol))) {
      assertThat(pusher.push(three()).kind()).isEqualTo(Progress.Kind.TAKEN);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whatIsRejectedOutOfASuccessIsCountedAndNotSentAgain(Protocol protocol) throws Exception {
    byte[] half = partial(2, "too old");
    backEnd.says(protocol == Protocol.GRPC ? grpcAccepts(half) : httpAccepts(half));
    try (Pusher pusher = Pushes.pusher(Pushes.backEnd(backEnd.url(), protocol))) {
      assertThat(Pushes.all(pusher, three())).hasSize(1);
      assertThat(pusher.counts().rejectedItems(Signal.TRACES)).isEqualTo(2);
      assertThat(pusher.counts().payloads(Signal.TRACES)).isEqualTo(3);
    }
    assertThat(backEnd.heard()).hasSize(1);
  }

  /** The fifth of seven: 7 are refused, 3 taken, 4 and 2 refused, 1 taken, 2 and 1 refused. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void onlyWhatIsRefusedByItselfIsRefused(Protocol protocol) throws Exception {
    boolean grpc = protocol == Protocol.GRPC;
    Reply no = grpc ? grpc(3, "grpc-message", "bad") : http(400);
    Reply yes = grpc ? grpcAccepts(new byte[0]) : httpAccepts(new byte[0]);
    backEnd.says(no, yes, no, no, yes, no, no);
    List<Payload> seven = Pushes.traces(Collections.nCopies(7, Requests.spans("s", 1)));
    try (Pusher pusher = Pushes.pusher(Pushes.backEnd(backEnd.url(), protocol))) {
      List<Progress> said = Pushes.all(pusher, seven);

      assertThat(Pushes.refused(said)).containsExactly(4);
      assertThat(pusher.counts().payloads(Signal.TRACES)).isEqualTo(6);
      assertThat(pusher.counts().refused(Signal.TRACES)).isEqualTo(1);
      assertThat(said)
          .filteredOn(progress -> progress.kind() == Progress.Kind.REFUSED)
          .extracting(Progress::reason)
          .containsExactly(
              backEnd.url()
                  + " answers "
                  + (grpc ? "INVALID_ARGUMENT: bad" : "400: text for people"));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whoTakesNothingFromUsLosesNothing(Protocol protocol) throws Exception {
    backEnd.says(protocol == Protocol.GRPC ? grpc(16) : http(401));
    try (Pusher pusher = Pushes.pusher(Pushes.backEnd(backEnd.url(), protocol))) {
      List<Progress> said = Pushes.all(pusher, three());

      assertThat(said)
          .extracting(Progress::kind)
          .containsExactly(Progress.Kind.DENIED, Progress.Kind.TAKEN);
    }
  }

  @Test
  void signalsAndLimitsDivideRequests() throws Exception {
    byte[] one = Requests.spans("s", 1);
    Limits limits = new Limits(2 * one.length, 100, Duration.ofSeconds(1), Duration.ofSeconds(1));
    List<Payload> waiting =
        List.of(
            new Payload(Signal.TRACES, one),
            new Payload(Signal.TRACES, one),
            new Payload(Signal.TRACES, one),
            new Payload(Signal.METRICS, one),
            new Payload(Signal.METRICS, Requests.spans("large", 50)));
    try (Pusher pusher =
        new Pusher(
            Pushes.backEnd(backEnd.url() + "/base/", Protocol.HTTP_PROTOBUF), limits, () -> 0)) {
      assertThat(Pushes.all(pusher, waiting))
          .extracting(Progress::payloads)
          .containsExactly(2, 1, 1, 1);
    }
    assertThat(backEnd.heard())
        .extracting(Heard::path)
        .containsExactly(
            "/base/v1/traces", "/base/v1/traces", "/base/v1/metrics", "/base/v1/metrics");
  }

  @Test
  void whatIsNoRequestSpoilsNoOther() throws Exception {
    byte[] sound = Requests.spans("s", 1);
    byte[] cut = Arrays.copyOf(sound, sound.length - 3);
    List<Payload> waiting =
        Pushes.traces(List.of(sound, cut, "{}".getBytes(UTF_8), new byte[0], sound));
    try (Pusher pusher = Pushes.pusher(Pushes.backEnd(backEnd.url(), Protocol.HTTP_PROTOBUF))) {
      List<Progress> said = Pushes.all(pusher, waiting);

      assertThat(Pushes.refused(said)).containsExactly(1, 2);
      assertThat(pusher.counts().refused(Signal.TRACES)).isEqualTo(2);
      assertThat(said)
          .filteredOn(progress -> progress.kind() == Progress.Kind.REFUSED)
          .allSatisfy(progress -> assertThat(progress.reason()).startsWith("malformed: "));
    }
    assertThat(backEnd.heard()).hasSize(2);
  }
}
