package io.spanmill.exporter;

import io.spanmill.otlp.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Sends requests in protobuf to a back-end, each once. Thread-safe. */
final class OtlpClient implements AutoCloseable {
  private static final String GZIP = "gzip";

  private final BackEnd backEnd;
  private final HttpPoster poster;
  private final Map<String, String> headers;

  /**
   * @throws IOException if a file of TLS cannot be used; the message names it
   */
  OtlpClient(BackEnd backEnd) throws IOException {
    this.backEnd = backEnd;
    boolean grpc = backEnd.protocol() == Protocol.GRPC;
    poster =
        grpc
            ? HttpPoster.http2(backEnd.timeout(), backEnd.tls())
            : HttpPoster.http1(backEnd.timeout(), backEnd.tls());
    headers = new HashMap<>(backEnd.headers());
    headers.put("User-Agent", "Spanmill-OTLP-Exporter");
    if (grpc) {
      headers.put("te", "trailers");
      headers.put("grpc-timeout", backEnd.timeout().toMillis() + "m");
    }
    if (backEnd.gzip()) {
      headers.put(grpc ? "grpc-encoding" : "Content-Encoding", GZIP);
    }
  }

  /** One attempt, which may take as long as the back-end's timeout. */
  Answer export(Signal signal, byte[] request) {
    byte[] packed = backEnd.gzip() ? packed(request) : request;
    try {
      if (backEnd.protocol() == Protocol.HTTP_PROTOBUF) {
        return HttpAnswers.ofExport(
            poster.post(backEnd.target(signal), "application/x-protobuf", headers, packed));
      }
      return GrpcAnswers.of(
          poster.post(backEnd.target(signal), "application/grpc", headers, framed(packed)));
    } catch (IOException failure) {
      return Answer.none(failure);
    }
  }

  /** One byte says whether the message is packed, four how long it is. */
  private byte[] framed(byte[] message) {
    return ByteBuffer.allocate(GrpcAnswers.FRAME_BYTES + message.length)
        .put((byte) (backEnd.gzip() ? 1 : 0))
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static byte[] packed(byte[] request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.length / 4 + 64);
    try (OutputStream out = new GZIPOutputStream(bytes, 8 << 10)) {
      out.write(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    poster.close();
  }
}
