package io.spanmill.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.otlp.Signal;
import java.security.MessageDigest;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Looks at the headers of a request: whether, and in which wrapping, it may come in. */
final class Doors {
  private static final String BEARER = "bearer ";

  private final byte @Nullable [] token;
  private final int wireBytes;

  /**
   * @param token that has to be shown; null if none
   * @param wireBytes how long a body may be
   */
  Doors(@Nullable String token, int wireBytes) {
    this.token = token == null ? null : token.getBytes(UTF_8);
    this.wireBytes = wireBytes;
  }

  static boolean isGrpc(Request request) {
    String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).startsWith(GrpcAnswers.MEDIA_TYPE);
  }

  /**
   * @throws RefusedException if it may not come in
   */
  Envelope open(Request request) throws RefusedException {
    requireToken(request.getHeaders());
    Envelope envelope = isGrpc(request) ? grpc(request) : http(request);
    if (request.getLength() > wireBytes) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "the request has " + request.getLength() + " bytes, more than " + wireBytes);
    }
    return envelope;
  }

  private void requireToken(HttpFields headers) throws RefusedException {
    if (token == null) {
      return;
    }
    String shown = headers.get(HttpHeader.AUTHORIZATION);
    boolean bearer = shown != null && shown.regionMatches(true, 0, BEARER, 0, BEARER.length());
    byte[] word = bearer ? shown.substring(BEARER.length()).strip().getBytes(UTF_8) : new byte[0];
    if (!MessageDigest.isEqual(word, token)) { // takes as long for any word
      throw new RefusedException(
          Refusal.UNAUTHENTICATED, bearer ? "the token is not the right one" : "no bearer token");
    }
  }

  private static Envelope grpc(Request request) throws RefusedException {
    Signal signal = Signal.ofGrpcPath(Request.getPathInContext(request));
    if (signal == null) {
      throw new RefusedException(
          Refusal.NOT_FOUND, "no method " + Request.getPathInContext(request));
    }
    requireMethod(request);
    String contentType = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    String subtype = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!subtype.equals(GrpcAnswers.MEDIA_TYPE)
        && !subtype.equals(GrpcAnswers.MEDIA_TYPE + "+proto")) {
      throw new RefusedException(Refusal.UNSUPPORTED, "gRPC messages have to be protobuf");
    }
    boolean gzip = isGzip(request.getHeaders().get("grpc-encoding"), "grpc-encoding");
    return new Envelope(signal, Encoding.PROTOBUF, gzip, true);
  }

  private static Envelope http(Request request) throws RefusedException {
    String path = Request.getPathInContext(request);
    Signal signal = Signal.ofPath(path);
    if (signal == null) {
      throw new RefusedException(
          Refusal.NOT_FOUND,
          "nothing at " + path + "; there are /v1/traces, /v1/metrics, /v1/logs");
    }
    requireMethod(request);
    String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    Encoding encoding = Encoding.of(contentType);
    if (encoding == null) {
      throw new RefusedException(
          Refusal.UNSUPPORTED,
          "Content-Type has to be application/x-protobuf or application/json, not " + contentType);
    }
    boolean gzip =
        isGzip(request.getHeaders().get(HttpHeader.CONTENT_ENCODING), "Content-Encoding");
    return new Envelope(signal, encoding, gzip, false);
  }

  private static void requireMethod(Request request) throws RefusedException {
    if (!HttpMethod.POST.is(request.getMethod())) {
      throw new RefusedException(
          Refusal.WRONG_METHOD, "requests come by POST, not " + request.getMethod());
    }
  }

  private static boolean isGzip(@Nullable String coding, String header) throws RefusedException {
    String named = coding == null ? "identity" : coding.strip().toLowerCase(Locale.ROOT);
    return switch (named) {
      case "gzip" -> true;
      case "identity", "" -> false;
      default ->
          throw new RefusedException(
              Refusal.UNSUPPORTED, header + " has to be gzip or identity, not " + coding);
    };
  }
}
