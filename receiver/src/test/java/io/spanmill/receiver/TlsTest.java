package io.spanmill.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java SDK's exporters over TLS, with and without a certificate of their own. */
final class TlsTest {
  /** Kept, or it would be forgotten with its level. */
  private static final Logger QUIET = Logger.getLogger("io.opentelemetry");

  @TempDir private static Path folder;
  private static Identity server;
  private static Identity client;

  private final Postbox postbox = new Postbox();

  @BeforeAll
  static void makeCertificates() throws Exception {
    QUIET.setLevel(Level.OFF); // what fails is meant to
    server = Identity.create(folder, "server", "EC");
    client = Identity.create(folder, "client", "RSA");
  }

  private OtlpReceiver listen(@Nullable Path authorities) throws IOException {
    TlsFiles tls = new TlsFiles(server.certificate(), server.key(), authorities);
    return OtlpReceiver.start(
        new ReceiverConfig(
            new ListenAddress("127.0.0.1", 0), Limits.STANDARD, Division.NONE, tls, "s3cret"),
        postbox);
  }

  private static SpanExporter grpc(int port, @Nullable Identity own) throws IOException {
    var builder =
        OtlpGrpcSpanExporter.builder()
            .setEndpoint("https://127.0.0.1:" + port)
            .addHeader("authorization", "Bearer s3cret")
            .setTrustedCertificates(server.certificateBytes());
    if (own != null) {
      builder.setClientTls(own.keyBytes(), own.certificateBytes());
    }
    return builder.setRetryPolicy(null).build();
  }

  private static SpanExporter http(int port, @Nullable Identity own) throws IOException {
    var builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint("https://127.0.0.1:" + port + "/v1/traces")
            .addHeader("Authorization", "Bearer s3cret")
            .setTrustedCertificates(server.certificateBytes());
    if (own != null) {
      builder.setClientTls(own.keyBytes(), own.certificateBytes());
    }
    return builder.setRetryPolicy(null).build();
  }

  private boolean exports(SpanExporter exporter) {
    int before = postbox.delivered().size();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      provider.get("tests").spanBuilder("GET").startSpan().end();
      CompletableResultCode result = provider.forceFlush().join(30, TimeUnit.SECONDS);
      assertThat(result.isDone()).isTrue();
    }
    return postbox.delivered().size() > before;
  }

  @Test
  void grpcAndHttpShareAPortOverTls() throws IOException {
    try (OtlpReceiver receiver = listen(null)) {
      assertThat(exports(grpc(receiver.port(), null))).isTrue();
      assertThat(exports(http(receiver.port(), null))).isTrue();
    }
  }

  @Test
  void clientsMayHaveToShowTheirOwnCertificate() throws IOException {
    try (OtlpReceiver receiver = listen(client.certificate())) {
      assertThat(exports(grpc(receiver.port(), client))).isTrue();
      assertThat(exports(http(receiver.port(), client))).isTrue();
      assertThat(exports(http(receiver.port(), null))).isFalse();
      assertThat(exports(grpc(receiver.port(), null))).isFalse();
      assertThat(exports(grpc(receiver.port(), server))).isFalse();
    }
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreNamed() throws IOException {
    Path none = folder.resolve("none");
    Path empty = Files.writeString(folder.resolve("empty"), "");

    assertThatThrownBy(() -> start(new TlsFiles(none, server.key(), null)))
        .isInstanceOf(IOException.class)
        .hasMessage(none + ": cannot be read (NoSuchFileException)");
    assertThatThrownBy(() -> start(new TlsFiles(empty, server.key(), null)))
        .hasMessage(empty + ": no certificate in it");
    assertThatThrownBy(() -> start(new TlsFiles(server.certificate(), empty, null)))
        .hasMessage(
            empty
                + ": no \"-----BEGIN PRIVATE KEY-----\" in it (openssl pkcs8 -topk8 -nocrypt makes"
                + " it)");
    assertThatThrownBy(() -> start(new TlsFiles(server.certificate(), client.key(), null)))
        .hasMessageStartingWith(client.key() + ": not the key of the certificate: ");
  }

  private void start(TlsFiles tls) throws IOException {
    OtlpReceiver.start(
            new ReceiverConfig(
                new ListenAddress("127.0.0.1", 0), Limits.STANDARD, Division.NONE, tls, null),
            postbox)
        .close();
  }
}
