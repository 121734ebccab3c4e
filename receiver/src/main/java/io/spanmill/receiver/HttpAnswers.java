package io.spanmill.receiver;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers as OTLP/HTTP has it. */
final class HttpAnswers implements Answers {
  /** When to try again. */
  static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final Response response;
  private final Callback callback;
  private final Encoding encoding;

  HttpAnswers(Response response, Callback callback, Encoding encoding) {
    this.response = response;
    this.callback = callback;
    this.encoding = encoding;
  }

  @Override
  public void accept(Admitted request) {
    write(200, Messages.response(request, encoding));
  }

  @Override
  public void refuse(Refusal refusal, String reason) {
    if (refusal.isTransient()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_DELAY.toSeconds());
    }
    if (refusal == Refusal.UNAUTHENTICATED) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    if (refusal == Refusal.WRONG_METHOD) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
    }
    write(refusal.httpStatus(), Messages.status(refusal, reason, encoding));
  }

  private void write(int status, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, encoding.mediaType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
