package io.spanmill.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Senders that do not behave, by bare sockets. */
final class SlowSenderTest {
  private static final Limits SHORT =
      new Limits(100_000, 100_000, 100_000, 1_000_000, 50, Duration.ofMillis(500));

  private final Postbox postbox = new Postbox();
  private OtlpReceiver receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver =
        OtlpReceiver.start(
            new ReceiverConfig(new ListenAddress("127.0.0.1", 0), SHORT, Division.NONE, null, null),
            postbox);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", receiver.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void begin(OutputStream out, int length) throws IOException {
    String head =
        "POST /v1/traces HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-protobuf\r\n"
            + "Content-Length: "
            + length
            + "\r\n\r\n";
    out.write(head.getBytes(US_ASCII));
    out.flush();
  }

  @Test
  void aBodyThatDoesNotComeEndsWithItsTime() throws IOException {
    try (Socket socket = connect()) {
      begin(socket.getOutputStream(), 1_000);
      socket.getOutputStream().write(new byte[10]);
      socket.getOutputStream().flush();

      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
    }
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void whoeverHangsUpLeavesNothingBehind() throws Exception {
    postbox.reticent();
    byte[] spans = Requests.spans("shop", 1);
    Postbox.Waiting waiting;
    try (Socket socket = connect()) {
      begin(socket.getOutputStream(), spans.length);
      socket.getOutputStream().write(spans);
      socket.getOutputStream().flush();
      waiting = postbox.next();
    }

    assertThat(waiting.outcome().get()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(receiver.bytesHeld()).isZero();
  }

  @Test
  void manyAtOnceAreAllAnswered() throws Exception {
    byte[] spans = Requests.spans("shop", 5);
    ExecutorService senders = Executors.newFixedThreadPool(20);
    try {
      Callable<Integer> tenRequests =
          () -> {
            int answered = 0;
            try (Socket socket = connect()) {
              for (int i = 0; i < 10; i++) {
                begin(socket.getOutputStream(), spans.length);
                socket.getOutputStream().write(spans);
                socket.getOutputStream().flush();
                answered += isSuccess(socket.getInputStream()) ? 1 : 0;
              }
            }
            return answered;
          };
      List<Future<Integer>> answered = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answered.add(senders.submit(tenRequests));
      }
      for (Future<Integer> one : answered) {
        assertThat(one.get()).isEqualTo(10);
      }
    } finally {
      senders.shutdownNow();
    }
    assertThat(postbox.delivered()).hasSize(200);
    assertThat(receiver.bytesHeld()).isZero();
  }

  /** Reads the head of an answer that has no body. */
  private static boolean isSuccess(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    return head.toString().startsWith("HTTP/1.1 200 ");
  }
}
