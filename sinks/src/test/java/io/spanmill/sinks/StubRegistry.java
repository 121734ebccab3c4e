package io.spanmill.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes every schema, and remembers how it was asked. */
final class StubRegistry implements AutoCloseable {
  /** One request: {@code POST /subjects/a-value/versions}, and who asked. */
  record Asked(String what, String authorization) {}

  private final HttpServer server;
  private final String scheme;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<String> schemas = new ArrayList<>();
  private final Map<String, String> answers = new HashMap<>();

  StubRegistry() throws IOException {
    this(HttpServer.create(address(), 0), "http");
  }

  StubRegistry(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::answer);
    server.start();
  }

  static InetSocketAddress address() throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
  }

  String url() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A status and a body for all requests that begin like this. */
  StubRegistry answering(String request, String statusAndBody) {
    answers.put(request, statusAndBody);
    return this;
  }

  List<Asked> asked() {
    return asked;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String who = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    asked.add(new Asked(what, who));
    String answer = answers.getOrDefault(what, "200 " + usual(what, body));
    byte[] bytes = answer.substring(4).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    try (exchange) {
      exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String usual(String what, String body) {
    if (what.startsWith("GET /schemas/ids/")) {
      return schemas.get(Integer.parseInt(what.substring(17)) - 1);
    }
    if (!schemas.contains(body)) {
      schemas.add(body);
    }
    return "{\"id\":" + (schemas.indexOf(body) + 1) + ",\"version\":1,\"subject\":\"any\"}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
