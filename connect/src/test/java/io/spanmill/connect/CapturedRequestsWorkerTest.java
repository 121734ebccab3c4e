package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spanmill.embedded.CapturedRequests;
import io.spanmill.embedded.CapturedRequests.Captured;
import io.spanmill.embedded.EmbeddedKafka;
import io.spanmill.embedded.KafkaAccess;
import io.spanmill.otlp.OtlpJson;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.receiver.Requests;
import io.spanmill.wire.MalformedBytesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What SDKs of four languages really sent, sent again to a worker, each request over the transport
 * and in the encoding it came with: {@code -Dspanmill.data} names the folder that has {@code
 * polyglot/clean}, and {@code scripts/check-connect} runs it.
 */
final class CapturedRequestsWorkerTest {
  private static final List<String> SIGNALS = List.of("traces", "metrics", "logs");
  private static final Map<String, String> TOPICS =
      Map.of("traces", "otlp_spans", "metrics", "otlp_metrics", "logs", "otlp_logs");
  private static final Map<String, String> METHODS =
      Map.of(
          "traces", "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
          "metrics", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
          "logs", "/opentelemetry.proto.collector.logs.v1.LogsService/Export");

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .protocols(List.of(Protocol.HTTP_1_1))
          .readTimeout(30, TimeUnit.SECONDS)
          .build();
  private final OkHttpClient grpc =
      http.newBuilder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();

  @TempDir private Path folder;

  @Test
  void everythingArrivesAsItWasSent() throws Exception {
    String data = System.getProperty("spanmill.data", "");
    assumeTrue(!data.isEmpty(), "skipped: -Dspanmill.data names no folder of captures");
    assumeTrue(ConnectWorker.isPackaged(), "skipped: needs the packaged plugin (mvn verify)");
    Path run = Path.of(data, "polyglot", "clean");
    List<Captured> requests = CapturedRequests.load(run.resolve("otlp"));
    int port = ConnectWorker.freePort();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(kafka.bootstrapServers());
      for (String topic : TOPICS.values()) {
        access.createTopic(topic, 1, Map.of());
      }
      Map<String, String> listen = Map.of("listen", "127.0.0.1:" + port);
      try (ConnectWorker worker =
          ConnectWorker.standalone(
              folder,
              kafka.bootstrapServers(),
              ConnectWorker.connector(folder, "captured", listen))) {
        worker.awaitTask("captured", "RUNNING");
        for (Captured request : requests) {
          send(request, "http://127.0.0.1:" + port);
        }
        hold(requests, access, spansOf(run));
      }
    }
  }

  private void send(Captured request, String url) throws IOException {
    byte[] body = request.isGzip() ? Requests.gzip(request.body()) : request.body();
    if (request.isGrpc()) {
      call(request, body, url);
    } else {
      post(request, body, url);
    }
  }

  private void post(Captured request, byte[] body, String url) throws IOException {
    Request.Builder post =
        new Request.Builder()
            .url(url + "/v1/" + request.signal())
            .post(RequestBody.create(body, MediaType.get(request.contentType())));
    if (request.isGzip()) {
      post.header("Content-Encoding", "gzip");
    }
    try (Response response = http.newCall(post.build()).execute()) {
      assertThat(response.code()).as(request.entry().toString()).isEqualTo(200);
    }
  }

  private void call(Captured request, byte[] body, String url) throws IOException {
    byte[] frame =
        ByteBuffer.allocate(5 + body.length)
            .put((byte) (request.isGzip() ? 1 : 0))
            .putInt(body.length)
            .put(body)
            .array();
    Request.Builder call =
        new Request.Builder()
            .url(url + METHODS.get(request.signal()))
            .header("te", "trailers")
            .post(RequestBody.create(frame, MediaType.get(request.contentType())));
    if (request.isGzip()) {
      call.header("grpc-encoding", "gzip");
    }
    try (Response response = grpc.newCall(call.build()).execute()) {
      assertThat(response.body().bytes()).hasSize(5);
      assertThat(response.trailers().get("grpc-status"))
          .as(request.entry().toString())
          .isEqualTo("0");
    }
  }

  private static void hold(List<Captured> requests, KafkaAccess access, long spans)
      throws MalformedBytesException {
    List<byte[]> traces = new ArrayList<>();
    StringBuilder told = new StringBuilder();
    for (String signal : SIGNALS) {
      List<byte[]> found = new ArrayList<>();
      access.readAll(TOPICS.get(signal), record -> found.add(record.value()));
      List<byte[]> sent =
          requests.stream()
              .filter(request -> request.signal().equals(signal))
              .map(Captured::body)
              .toList();
      assertThat(found).as(signal).containsExactlyElementsOf(sent);
      told.append(String.format("%d requests with %s, ", found.size(), signal));
      if (signal.equals("traces")) {
        traces = found;
      }
    }
    long found = 0;
    for (byte[] request : traces) {
      byte[] protobuf = OtlpJson.looksLikeJson(request) ? OtlpJson.toProtobuf(request) : request;
      found += new RequestIndex().read(protobuf).spans();
    }
    assertThat(found).isEqualTo(spans);
    System.out.println("check-connect: polyglot/clean: OK (" + told + found + " spans)");
  }

  private static long spansOf(Path run) throws IOException {
    String summary = Files.readString(run.resolve("oracle").resolve("shop.summary.json"));
    return Long.parseLong(CapturedRequests.flat(summary).get("spans"));
  }
}
