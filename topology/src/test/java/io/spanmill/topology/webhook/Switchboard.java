package io.spanmill.topology.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes calls as Alertmanager does, and answers what it was told to; at last, with 200. */
final class Switchboard implements AutoCloseable {
  /** What came. */
  record Call(String path, String type, String token, String body) {}

  /**
   * @param status 0 to hang up
   * @param retryAfter empty for none
   */
  record Reply(int status, String retryAfter) {}

  private final HttpServer server;
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final Deque<Reply> script = new ArrayDeque<>();

  Switchboard(Reply... replies) throws IOException {
    script.addAll(java.util.List.of(replies));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    calls.add(
        new Call(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Reply reply = script.isEmpty() ? new Reply(200, "") : script.remove();
    if (reply.status() == 0) {
      exchange.close();
      return;
    }
    if (!reply.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", reply.retryAfter());
    }
    exchange.sendResponseHeaders(reply.status(), -1);
    exchange.close();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v2/alerts");
  }

  /** In the order in which they came; waits for the next one. */
  BlockingQueue<Call> calls() {
    return calls;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
