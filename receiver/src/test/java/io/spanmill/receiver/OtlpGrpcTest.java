package io.spanmill.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OtlpGrpcTest {
  private static final String TRACES =
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
  private static final MediaType GRPC = MediaType.get("application/grpc");
  private static final Limits SMALL =
      new Limits(10_000, 20_000, 20_000, 12_000, 100, Duration.ofSeconds(1));

  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
          .readTimeout(30, TimeUnit.SECONDS)
          .build();
  private final Postbox postbox = new Postbox();
  private OtlpReceiver receiver;

  /** What a gRPC client makes of an answer. */
  private record Answer(int status, String message, byte[] details, byte[] body) {}

  @AfterEach
  void close() {
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
    if (receiver != null) {
      receiver.close();
    }
  }

  private void listen(Limits limits, String token) throws IOException {
    receiver =
        OtlpReceiver.start(
            new ReceiverConfig(
                new ListenAddress("127.0.0.1", 0), limits, Division.NONE, null, token),
            postbox);
  }

  private void listen() throws IOException {
    listen(Limits.STANDARD, null);
  }

  private static byte[] frame(int flag, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private Request.Builder to(String method, byte[] body) {
    return new Request.Builder()
        .url("http://127.0.0.1:" + receiver.port() + method)
        .header("te", "trailers")
        .post(RequestBody.create(body, GRPC));
  }

  private Answer send(byte[] body) throws IOException {
    return send(to(TRACES, body).build());
  }

  private Answer send(Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.header("Content-Type")).isEqualTo("application/grpc");
      byte[] body = response.body().bytes();
      String status = response.header("grpc-status", response.trailers().get("grpc-status"));
      String details = response.header("grpc-status-details-bin", "");
      return new Answer(
          Integer.parseInt(status),
          response.header("grpc-message", ""),
          Base64.getDecoder().decode(details),
          body);
    }
  }

  @Test
  void aCallPassesAsItCame() throws IOException {
    listen();
    byte[] spans = Requests.spans("shop", 3);

    Answer plain = send(frame(0, spans));
    Answer packed =
        send(to(TRACES, frame(1, Requests.gzip(spans))).header("grpc-encoding", "gzip").build());

    assertThat(plain.status()).isZero();
    assertThat(plain.body()).isEqualTo(new byte[5]);
    assertThat(packed.status()).isZero();
    assertThat(postbox.pieces()).extracting(Piece::value).containsExactly(spans, spans);
  }

  @Test
  void whatIsRejectedIsTold() throws IOException {
    listen();
    var request = ExportTraceServiceRequest.newBuilder();
    request.addResourceSpansBuilder().addScopeSpansBuilder().addSpans(Requests.span(0, 0));

    Answer answer = send(frame(0, request.build().toByteArray()));

    assertThat(answer.status()).isZero();
    ExportTraceServiceResponse response =
        ExportTraceServiceResponse.parseFrom(
            Arrays.copyOfRange(answer.body(), 5, answer.body().length));
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(postbox.delivered()).isEmpty();
  }

  @Test
  void framesThatAreNoneAreRefused() throws IOException {
    listen();
    byte[] spans = Requests.spans("shop", 1);
    byte[] cut = Arrays.copyOf(frame(0, spans), spans.length);
    List<byte[]> bad = new ArrayList<>(List.of(new byte[0], new byte[4], cut, frame(2, spans)));
    bad.add(
        ByteBuffer.allocate(2 * spans.length + 10)
            .put(frame(0, spans))
            .put(frame(0, spans))
            .array());
    bad.add(frame(0, new byte[] {1, 2, 3}));

    for (byte[] body : bad) {
      assertThat(send(body).status()).isEqualTo(3);
    }
    assertThat(send(frame(1, spans)).status()).isEqualTo(12);
    Request notGzip = to(TRACES, frame(1, spans)).header("grpc-encoding", "gzip").build();
    assertThat(send(notGzip).status()).isEqualTo(3);
    Request snappy = to(TRACES, frame(1, spans)).header("grpc-encoding", "snappy").build();
    assertThat(send(snappy).status()).isEqualTo(12);
    assertThat(postbox.delivered()).isEmpty();
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void methodsThatAreNoneAreRefused() throws IOException {
    listen();

    Answer answer = send(to("/opentelemetry.proto.Other/Export", new byte[5]).build());

    assertThat(answer.status()).isEqualTo(12);
    assertThat(answer.message()).isEqualTo("no method /opentelemetry.proto.Other/Export");
  }

  @Test
  void whoeverComesWhileItIsFullIsToldWhenToComeAgain() throws IOException {
    listen(SMALL, null);

    Answer answer =
        send(
            to(TRACES, frame(1, Requests.gzip(Requests.spans("shop", 200))))
                .header("grpc-encoding", "gzip")
                .build());

    assertThat(answer.status()).isEqualTo(8);
    assertThat(answer.details())
        .isEqualTo(Messages.statusWithRetry(Refusal.FULL, answer.message(), Duration.ofSeconds(1)));
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void whatIsTooLargeIsNotToComeAgain() throws IOException {
    listen(SMALL, null);

    Answer declared = send(frame(0, new byte[2_000_000]));

    assertThat(declared.status()).isEqualTo(8);
    assertThat(declared.details()).isEmpty();
  }

  @Test
  void whatIsNotConfirmedInTimeShallComeAgain() throws IOException {
    postbox.reticent();
    listen(SMALL, null);

    Answer answer = send(frame(0, Requests.spans("shop", 1)));

    assertThat(answer.status()).isEqualTo(14);
    assertThat(answer.details()).isNotEmpty();
  }

  @Test
  void aTokenIsAskedFor() throws IOException {
    listen(Limits.STANDARD, "s3cret");
    byte[] body = frame(0, Requests.spans("shop", 1));

    Answer none = send(body);
    Answer right = send(to(TRACES, body).header("authorization", "Bearer s3cret").build());

    assertThat(none.status()).isEqualTo(16);
    assertThat(right.status()).isZero();
  }
}
