package io.spanmill.embedded.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A schema registry in this JVM, for Avro: nobody has to prove who they are, so it is for the
 * loopback interface. What was told stays in the directory: a later start there has it under the
 * same ids.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final String FILE = "schemas.jsonl";

  private final Schemas schemas;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newFixedThreadPool(2, EmbeddedRegistry::named);

  private EmbeddedRegistry(Schemas schemas, HttpServer server) {
    this.schemas = schemas;
    this.server = server;
    RegistryApi api = new RegistryApi(schemas);
    server.setExecutor(executor);
    server.createContext("/", exchange -> answer(api, exchange));
    server.start();
  }

  /**
   * Starts a registry; it answers on return.
   *
   * @param directory where it keeps its schemas; created if it is not there
   * @param address port 0: any that is free
   * @throws IOException if the directory is in use, or the address is
   */
  public static EmbeddedRegistry start(Path directory, InetSocketAddress address)
      throws IOException {
    Files.createDirectories(directory);
    Schemas schemas = Schemas.in(directory.resolve(FILE));
    try {
      return new EmbeddedRegistry(schemas, HttpServer.create(address, 0));
    } catch (IOException refused) {
      schemas.close();
      throw new IOException(
          "no registry can listen at "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + refused.getMessage(),
          refused);
    }
  }

  /** For {@code schema.registry.url}. */
  public String url() {
    InetSocketAddress address = server.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static Thread named(Runnable work) {
    Thread thread = new Thread(work, "spanmill-registry");
    thread.setDaemon(true);
    return thread;
  }

  private static void answer(RegistryApi api, HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, api.answer(RegistryRequest.of(exchange)));
      } catch (RegistryError error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error_code", error.code());
        body.put("message", error.getMessage());
        send(exchange, error.status(), body);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] body = JsonAnswer.text(answer).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    executor.shutdownNow();
    schemas.close();
  }
}
