package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spanmill.sinks.metrics.PrometheusFamilies;
import io.spanmill.sinks.metrics.PrometheusProtobuf;
import io.spanmill.sinks.metrics.PrometheusText;
import io.spanmill.topology.config.HttpConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What others ask a running pipeline over HTTP: {@code /live} (it does its work), {@code /ready}
 * (it is restored and not far behind), {@code /metrics} (itself, for Prometheus), and where that is
 * wanted {@code /red} (the services, for Prometheus).
 */
public final class Probes implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService executor;
  private final Pipeline pipeline;

  private Probes(HttpServer server, Pipeline pipeline) {
    this.server = server;
    this.pipeline = pipeline;
    this.executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "spanmill-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    server.createContext("/live", exchange -> answer(exchange, "live", pipeline.live()));
    server.createContext("/ready", exchange -> answer(exchange, "ready", pipeline.ready()));
    server.createContext("/metrics", this::metrics);
    if (pipeline.config().metrics().scrape()) {
      server.createContext("/red", this::red);
    }
  }

  /**
   * @throws IOException if the address cannot be bound; the message names it
   */
  public static Probes open(HttpConfig config, Pipeline pipeline) throws IOException {
    InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
    try {
      Probes probes = new Probes(HttpServer.create(address, 0), pipeline);
      probes.server.start();
      return probes;
    } catch (IOException refused) {
      throw new IOException(
          "http.listen: cannot listen at "
              + config.host()
              + ":"
              + config.port()
              + ": "
              + refused.getMessage(),
          refused);
    }
  }

  /** Host and port that it listens at. */
  public String address() {
    return server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  /** Says what is wrong, a line each, for whoever asks by hand. */
  private static void answer(HttpExchange exchange, String asked, Health health)
      throws IOException {
    StringBuilder body = new StringBuilder(health.isWell() ? "" : "not ").append(asked);
    health.wrong().forEach(reason -> body.append("\n").append(reason));
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    send(exchange, health.isWell() ? OK : UNAVAILABLE, body.append("\n").toString());
  }

  private void metrics(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", PrometheusText.CONTENT_TYPE);
    send(exchange, OK, pipeline.metrics());
  }

  /** In protobuf for those who can read it, as only that has native histograms and exemplars. */
  private void red(HttpExchange exchange) throws IOException {
    List<String> accepted = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
    boolean protobuf =
        accepted.stream().anyMatch(list -> list.contains(PrometheusProtobuf.ACCEPTED));
    PrometheusFamilies families = pipeline.serviceMetrics();
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            protobuf ? PrometheusProtobuf.CONTENT_TYPE : PrometheusText.CONTENT_TYPE);
    send(
        exchange,
        OK,
        protobuf
            ? PrometheusProtobuf.of(families, System.currentTimeMillis())
            : PrometheusText.of(families).getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, body.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
