package io.spanmill.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.spanmill.otlp.Signal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OtlpHttpTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final String HOST = "127.0.0.1";
  private static final Limits SMALL =
      new Limits(10_000, 20_000, 20_000, 40_000, 100, Duration.ofSeconds(20));

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Postbox postbox = new Postbox();
  private OtlpReceiver receiver;

  @AfterEach
  void close() {
    if (receiver != null) {
      receiver.close();
    }
  }

  private void listen(Limits limits, String token) throws IOException {
    receiver =
        OtlpReceiver.start(
            new ReceiverConfig(new ListenAddress(HOST, 0), limits, Division.NONE, null, token),
            postbox);
  }

  private void listen() throws IOException {
    listen(Limits.STANDARD, null);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + receiver.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  private HttpRequest post(String path, String contentType, byte[] body) {
    return to(path)
        .header("Content-Type", contentType)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  @Test
  void everySignalPassesAsItCame() throws Exception {
    listen();
    byte[] spans = Requests.spans("shop", 3);
    byte[] json = "{\"resourceLogs\":[{}]}".getBytes(UTF_8);

    HttpResponse<byte[]> answer = send(post("/v1/traces", PROTOBUF, spans));
    send(post("/v1/metrics", PROTOBUF, Requests.metrics()));
    HttpResponse<byte[]> jsonAnswer = send(post("/v1/logs", JSON + "; charset=utf-8", json));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
    assertThat(answer.body()).isEmpty();
    assertThat(jsonAnswer.headers().firstValue("Content-Type")).hasValue(JSON);
    assertThat(text(jsonAnswer)).isEqualTo("{}");
    assertThat(postbox.delivered())
        .extracting(Admitted::signal)
        .containsExactly(Signal.TRACES, Signal.METRICS, Signal.LOGS);
    assertThat(postbox.pieces())
        .extracting(Piece::value)
        .containsExactly(spans, Requests.metrics(), json);
  }

  @Test
  void whatIsPackedIsUnpacked() throws Exception {
    listen();
    byte[] spans = Requests.spans("shop", 300);

    HttpResponse<byte[]> answer =
        send(
            to("/v1/traces")
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Requests.gzip(spans)))
                .build());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(postbox.pieces()).extracting(Piece::value).containsExactly(spans);
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void nothingIsASuccessWithoutARecord() throws Exception {
    listen();

    assertThat(send(post("/v1/traces", PROTOBUF, new byte[0])).statusCode()).isEqualTo(200);
    assertThat(send(post("/v1/traces", JSON, "{}".getBytes(UTF_8))).statusCode()).isEqualTo(200);
    assertThat(send(post("/v1/logs", PROTOBUF, Requests.logs(0))).statusCode()).isEqualTo(200);

    assertThat(postbox.delivered()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsRefusedWithAStatus() throws Exception {
    listen();

    HttpResponse<byte[]> protobuf = send(post("/v1/traces", PROTOBUF, new byte[] {10, 99, 1}));
    HttpResponse<byte[]> json =
        send(post("/v1/metrics", JSON, "{\"resourceSpans\":[]}".getBytes(UTF_8)));

    assertThat(protobuf.statusCode()).isEqualTo(400);
    assertThat(protobuf.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
    assertThat(new String(protobuf.body(), UTF_8))
        .contains("malformed request: length 99 runs past");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(text(json))
        .isEqualTo("{\"code\":3,\"message\":\"malformed request: no resourceMetrics at byte 19\"}");
    assertThat(postbox.delivered()).isEmpty();
  }

  @Test
  void spansThatNoTraceCanTakeAreRejectedAlone() throws Exception {
    listen();
    var request = ExportTraceServiceRequest.newBuilder();
    request
        .addResourceSpansBuilder()
        .setResource(Requests.resource("shop"))
        .addScopeSpansBuilder()
        .addSpans(Requests.span(1, 1))
        .addSpans(Requests.span(0, 0))
        .addSpans(Requests.span(2, 2));

    HttpResponse<byte[]> answer = send(post("/v1/traces", PROTOBUF, request.build().toByteArray()));

    assertThat(answer.statusCode()).isEqualTo(200);
    var partial = ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedSpans()).isEqualTo(1);
    assertThat(receiver.counts().accepted()).isEqualTo(1);
    assertThat(receiver.counts().rejectedItems()).isEqualTo(1);
    assertThat(partial.getErrorMessage()).isEqualTo("rejected span 2: span_id is all zero");
    request.getResourceSpansBuilder(0).getScopeSpansBuilder(0).removeSpans(1);
    assertThat(postbox.pieces())
        .extracting(Piece::value)
        .containsExactly(request.build().toByteArray());
  }

  @Test
  void aSenderWaitsUntilItIsDelivered() throws Exception {
    postbox.reticent();
    listen();

    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            post("/v1/traces", PROTOBUF, Requests.spans("shop", 1)), BodyHandlers.ofByteArray());
    Postbox.Waiting waiting = postbox.next();

    assertThat(answer).isNotDone();
    assertThat(receiver.bytesHeld()).isPositive();
    waiting.outcome().complete(Outcome.DELIVERED);
    assertThat(answer.get().statusCode()).isEqualTo(200);
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void whatIsLeftOutIsNoSuccess() throws Exception {
    postbox.reticent();
    listen();

    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            post("/v1/traces", PROTOBUF, Requests.spans("shop", 1)), BodyHandlers.ofByteArray());
    postbox.next().outcome().complete(Outcome.LEFT_OUT);

    assertThat(answer.get().statusCode()).isEqualTo(500);
    assertThat(answer.get().headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void whatIsNotConfirmedInTimeShallComeAgain() throws Exception {
    postbox.reticent();
    listen(new Limits(10_000, 20_000, 20_000, 40_000, 100, Duration.ofMillis(200)), null);

    HttpResponse<byte[]> answer =
        send(post("/v1/traces", JSON, "{\"resourceSpans\":[]}".getBytes(UTF_8)));
    HttpResponse<byte[]> late = send(post("/v1/traces", PROTOBUF, Requests.spans("shop", 1)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(text(late)).contains("not confirmed within 200 ms; try again");
    assertThat(postbox.next().outcome()).isCompletedWithValue(Outcome.UNAVAILABLE);
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void whoeverComesWhileItIsFullShallComeAgain() throws Exception {
    postbox.reticent();
    listen(SMALL, null);
    byte[] large = Requests.spans("shop", 150);
    List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
    List<Postbox.Waiting> offered = new ArrayList<>();
    while (receiver.bytesHeld() + large.length <= SMALL.memoryBytes()) {
      waiting.add(
          client.sendAsync(post("/v1/traces", PROTOBUF, large), BodyHandlers.ofByteArray()));
      offered.add(postbox.next());
    }

    HttpResponse<byte[]> refused = send(post("/v1/traces", PROTOBUF, large));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    offered.forEach(one -> one.outcome().complete(Outcome.DELIVERED));
    for (CompletableFuture<HttpResponse<byte[]>> one : waiting) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    listen(SMALL, null);
    byte[] zeros = new byte[50_000];

    HttpResponse<byte[]> wire = send(post("/v1/traces", PROTOBUF, zeros));
    HttpResponse<byte[]> chunked =
        send(
            to("/v1/traces")
                .header("Content-Type", PROTOBUF)
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[15_000])))
                .build());
    HttpResponse<byte[]> unpacked =
        send(
            to("/v1/traces")
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Requests.gzip(zeros)))
                .build());

    assertThat(wire.statusCode()).isEqualTo(413);
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(text(chunked)).contains("larger than 10000 bytes on the wire");
    assertThat(unpacked.statusCode()).isEqualTo(413);
    assertThat(text(unpacked)).contains("larger than 20000 bytes unpacked");
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void whatIsNotOtlpIsRefused() throws Exception {
    listen();
    byte[] spans = Requests.spans("shop", 1);

    assertThat(send(post("/v1/spans", PROTOBUF, spans)).statusCode()).isEqualTo(404);
    assertThat(send(post("/v1/traces", "text/plain", spans)).statusCode()).isEqualTo(415);
    HttpResponse<byte[]> get = send(to("/v1/traces").GET().build());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("Allow")).hasValue("POST");
    HttpResponse<byte[]> zstd =
        send(
            to("/v1/traces")
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "zstd")
                .POST(HttpRequest.BodyPublishers.ofByteArray(spans))
                .build());
    assertThat(zstd.statusCode()).isEqualTo(415);
    assertThat(postbox.delivered()).isEmpty();
    assertThat(receiver.counts().refusedFor(Refusal.NOT_FOUND)).isEqualTo(1);
    assertThat(receiver.counts().refusedFor(Refusal.UNSUPPORTED)).isEqualTo(2);
    assertThat(receiver.counts().accepted()).isZero();
  }

  @Test
  void aTokenIsAskedFor() throws Exception {
    listen(Limits.STANDARD, "s3cret");
    byte[] spans = Requests.spans("shop", 1);

    HttpResponse<byte[]> none = send(post("/v1/traces", PROTOBUF, spans));
    HttpResponse<byte[]> wrong = send(withToken("Bearer other", spans));
    HttpResponse<byte[]> right = send(withToken("Bearer s3cret", spans));
    HttpResponse<byte[]> health = send(to("/").GET().build());

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(right.statusCode()).isEqualTo(200);
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(postbox.delivered()).hasSize(1);
  }

  private HttpRequest withToken(String authorization, byte[] body) {
    return to("/v1/traces")
        .header("Content-Type", PROTOBUF)
        .header("Authorization", authorization)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  @Test
  void whoeverComesAtTheEndShallComeAgain() throws Exception {
    postbox.reticent();
    listen();
    CompletableFuture<HttpResponse<byte[]>> open =
        client.sendAsync(
            post("/v1/traces", PROTOBUF, Requests.spans("shop", 1)), BodyHandlers.ofByteArray());
    Postbox.Waiting waiting = postbox.next();

    receiver.refuseAll();
    HttpResponse<byte[]> late = send(post("/v1/traces", PROTOBUF, Requests.spans("shop", 1)));
    HttpResponse<byte[]> health = send(to("/").GET().build());
    receiver.close(Duration.ZERO);

    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(open.get().statusCode()).isEqualTo(503);
    assertThat(waiting.outcome()).isCompletedWithValue(Outcome.UNAVAILABLE);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    listen();
    int port = receiver.port();

    Assertions.assertThatThrownBy(
            () ->
                OtlpReceiver.start(
                    ReceiverConfig.plain(new ListenAddress(HOST, port)), new Postbox()))
        .isInstanceOf(BindException.class)
        .hasMessage("cannot listen at 127.0.0.1:" + port + ": Address already in use");
  }
}
