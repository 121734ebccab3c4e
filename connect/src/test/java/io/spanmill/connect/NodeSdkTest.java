package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spanmill.otlp.OtlpJson;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.Signal;
import io.spanmill.receiver.Admitted;
import io.spanmill.receiver.ListenAddress;
import io.spanmill.receiver.OtlpReceiver;
import io.spanmill.receiver.Piece;
import io.spanmill.receiver.Postbox;
import io.spanmill.receiver.ReceiverConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exporters of OpenTelemetry's SDK for Node.js: gRPC, JSON and protobuf over HTTP. They are
 * there after {@code npm install --ignore-scripts} in {@code connect/src/test/node}.
 */
final class NodeSdkTest {
  private static final Path FOLDER = Path.of("src", "test", "node");

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void itsSpansArrive(String compression) throws Exception {
    assumeTrue(
        Files.isDirectory(FOLDER.resolve("node_modules")),
        "skipped: needs npm install --ignore-scripts in connect/src/test/node");
    assumeTrue(hasNode(), "skipped: no node in PATH");
    Postbox postbox = new Postbox();
    try (OtlpReceiver receiver =
        OtlpReceiver.start(ReceiverConfig.plain(new ListenAddress("127.0.0.1", 0)), postbox)) {
      assertThat(export("http://127.0.0.1:" + receiver.port(), compression)).isZero();
    }

    assertThat(postbox.delivered())
        .extracting(Admitted::signal)
        .containsExactly(Signal.TRACES, Signal.TRACES, Signal.TRACES);
    for (Piece piece : postbox.pieces()) {
      byte[] value = piece.value();
      byte[] protobuf = OtlpJson.looksLikeJson(value) ? OtlpJson.toProtobuf(value) : value;
      assertThat(new RequestIndex().read(protobuf).spans()).isEqualTo(10);
    }
    assertThat(postbox.pieces())
        .extracting(piece -> OtlpJson.looksLikeJson(piece.value()))
        .containsExactly(false, true, false);
  }

  private static int export(String endpoint, String compression) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("node", "export.js").directory(FOLDER.toFile()).inheritIO();
    builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    builder.environment().put("OTEL_EXPORTER_OTLP_COMPRESSION", compression);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException none) {
      return false;
    }
  }
}
