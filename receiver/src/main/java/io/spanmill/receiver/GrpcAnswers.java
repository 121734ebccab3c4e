package io.spanmill.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Answers as gRPC has it: <a
 * href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">over HTTP/2</a> a success
 * is a message and then the status in trailers, a refusal is headers and nothing else.
 */
final class GrpcAnswers implements Answers {
  static final String MEDIA_TYPE = "application/grpc";

  private static final String STATUS = "grpc-status";
  private static final int HEADER_BYTES = 5;

  private final Response response;
  private final Callback callback;

  GrpcAnswers(Response response, Callback callback) {
    this.response = response;
    this.callback = callback;
  }

  @Override
  public void accept(Admitted request) {
    byte[] message = Messages.response(request, Encoding.PROTOBUF);
    ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + message.length);
    frame.put((byte) 0).putInt(message.length).put(message).flip();
    HttpFields trailers = HttpFields.build().put(STATUS, "0").asImmutable();
    begin();
    response.setTrailersSupplier(() -> trailers);
    response.write(true, frame, callback);
  }

  @Override
  public void refuse(Refusal refusal, String reason) {
    begin();
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(STATUS, "" + refusal.grpcStatus());
    headers.put("grpc-message", percentEncoded(reason));
    if (refusal.isTransient()) {
      byte[] details = Messages.statusWithRetry(refusal, reason, HttpAnswers.RETRY_DELAY);
      headers.put(
          "grpc-status-details-bin", Base64.getEncoder().withoutPadding().encodeToString(details));
    }
    if (refusal == Refusal.UNSUPPORTED) {
      headers.put("grpc-accept-encoding", "identity,gzip");
    }
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }

  private void begin() {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
  }

  /** Printable ASCII as it is, all else (and the percent sign) as the bytes of its UTF-8. */
  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(UTF_8)) {
      if (octet >= ' ' && octet <= '~' && octet != '%') {
        encoded.append((char) octet);
      } else {
        encoded.append(String.format("%%%02X", octet));
      }
    }
    return encoded.toString();
  }
}
