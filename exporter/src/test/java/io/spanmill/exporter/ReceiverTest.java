package io.spanmill.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.otlp.Signal;
import io.spanmill.receiver.Admitted;
import io.spanmill.receiver.Division;
import io.spanmill.receiver.Identity;
import io.spanmill.receiver.ListenAddress;
import io.spanmill.receiver.OtlpReceiver;
import io.spanmill.receiver.Outcome;
import io.spanmill.receiver.Piece;
import io.spanmill.receiver.Postbox;
import io.spanmill.receiver.ReceiverConfig;
import io.spanmill.receiver.Requests;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the project's own receiver, which answers as other people's exporters expect it. */
final class ReceiverTest {
  @TempDir private static Path folder;

  private final Postbox postbox = new Postbox();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void everythingThatWaitsArrivesOnceThoughTheReceiverDiesInBetween(Protocol protocol)
      throws Exception {
    int port;
    try (OtlpReceiver first = listen(0)) {
      port = first.port();
    }
    List<Payload> waiting = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      waiting.add(new Payload(Signal.TRACES, Requests.spans("service-" + i, 5)));
    }
    try (Pusher pusher =
        new Pusher(
            Pushes.backEnd("http://127.0.0.1:" + port, protocol),
            new Limits(600, 100, Pushes.LIMITS.firstRetry(), Pushes.LIMITS.longestRetry()),
            () -> 0)) {
      assertThat(pusher.push(waiting).kind()).isEqualTo(Progress.Kind.WAIT);
      OtlpReceiver receiver = listen(port);
      while (!waiting.isEmpty()) {
        waiting.subList(0, pusher.push(waiting).payloads()).clear();
        if (waiting.size() == 20) {
          receiver.close();
          assertThat(pusher.push(waiting).kind()).isEqualTo(Progress.Kind.WAIT);
          receiver = listen(port);
        }
      }
      receiver.close();
    }
    assertThat(services()).hasSize(40).doesNotHaveDuplicates();
  }

  private List<String> services() throws IOException {
    List<String> services = new ArrayList<>();
    for (Piece piece : postbox.pieces()) {
      for (var spans : ExportTraceServiceRequest.parseFrom(piece.value()).getResourceSpansList()) {
        services.add(spans.getResource().getAttributes(0).getValue().getStringValue());
      }
    }
    return services;
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void itsRefusalsAreUnderstood(Protocol protocol) throws Exception {
    List<Outcome> outcomes =
        new ArrayList<>(List.of(Outcome.UNAVAILABLE, Outcome.LEFT_OUT, Outcome.DELIVERED));
    try (OtlpReceiver receiver =
            OtlpReceiver.start(
                ReceiverConfig.plain(new ListenAddress("127.0.0.1", 0)),
                (Admitted request) -> CompletableFuture.completedFuture(outcomes.remove(0)));
        Pusher pusher =
            Pushes.pusher(Pushes.backEnd("http://127.0.0.1:" + receiver.port(), protocol))) {
      Progress away = pusher.push(one());
      Progress refused = pusher.push(one());
      Progress half = pusher.push(List.of(new Payload(Signal.TRACES, withoutId())));

      assertThat(away.kind()).isEqualTo(Progress.Kind.WAIT);
      assertThat(away.delay()).hasSeconds(1);
      assertThat(refused.kind()).isEqualTo(Progress.Kind.REFUSED);
      assertThat(half.kind()).isEqualTo(Progress.Kind.TAKEN);
      assertThat(pusher.counts().rejectedItems(Signal.TRACES)).isEqualTo(1);
    }
  }

  private static List<Payload> one() {
    return List.of(new Payload(Signal.TRACES, Requests.spans("s", 1)));
  }

  private static byte[] withoutId() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    request
        .addResourceSpansBuilder()
        .addScopeSpansBuilder()
        .addSpans(Requests.span(1, 1))
        .addSpans(Span.newBuilder().setName("nobody"));
    return request.build().toByteArray();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void bothSidesMayHaveToShowCertificates(Protocol protocol) throws Exception {
    Identity server = Identity.create(folder, "server-" + protocol.name(), "EC");
    Identity client = Identity.create(folder, "client-" + protocol.name(), "RSA");
    var tls =
        new io.spanmill.receiver.TlsFiles(server.certificate(), server.key(), client.certificate());
    ReceiverConfig secure =
        new ReceiverConfig(
            new ListenAddress("127.0.0.1", 0),
            io.spanmill.receiver.Limits.STANDARD,
            Division.NONE,
            tls,
            "s3cret");
    try (OtlpReceiver receiver = OtlpReceiver.start(secure, postbox)) {
      URI url = URI.create("https://127.0.0.1:" + receiver.port());
      TlsFiles own = new TlsFiles(server.certificate(), client.certificate(), client.key());
      TlsFiles anonymous = new TlsFiles(server.certificate(), null, null);
      TlsFiles mistaken = new TlsFiles(client.certificate(), client.certificate(), client.key());

      assertThat(push(url, protocol, "s3cret", own)).isEqualTo(Progress.Kind.TAKEN);
      assertThat(push(url, protocol, "wrong", own)).isEqualTo(Progress.Kind.DENIED);
      assertThat(push(url, protocol, "s3cret", anonymous)).isEqualTo(Progress.Kind.WAIT);
      assertThat(push(url, protocol, "s3cret", mistaken)).isEqualTo(Progress.Kind.WAIT);
    }
    assertThat(postbox.pieces()).hasSize(1);
  }

  private static Progress.Kind push(URI url, Protocol protocol, String token, TlsFiles tls)
      throws IOException {
    BackEnd backEnd =
        new BackEnd(
            url, protocol, Map.of("authorization", "Bearer " + token), true, Pushes.TIMEOUT, tls);
    try (Pusher pusher = Pushes.pusher(backEnd)) {
      return pusher.push(one()).kind();
    }
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    Path none = folder.resolve("none");
    BackEnd backEnd =
        new BackEnd(
            URI.create("https://127.0.0.1:1"),
            Protocol.GRPC,
            Map.of(),
            true,
            Pushes.TIMEOUT,
            new TlsFiles(none, null, null));

    assertThatThrownBy(() -> Pushes.pusher(backEnd))
        .isInstanceOf(IOException.class)
        .hasMessage(none + ": cannot be read (NoSuchFileException)");
  }

  private OtlpReceiver listen(int port) throws IOException {
    return OtlpReceiver.start(ReceiverConfig.plain(new ListenAddress("127.0.0.1", port)), postbox);
  }
}
