package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Prometheus, which scrapes {@code /red} of an instance. */
public final class Prometheus implements AutoCloseable {
  /** Why a test is skipped where there is none. */
  public static final String MISSING = "skipped: prometheus is not in PATH";

  private static final Pattern RESULT = Pattern.compile("\"value\":\\[[^\\]]*,\"([^\"]+)\"]");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static boolean isInstalled() {
    return program().isPresent();
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param target host and port of the instance
   */
  public static Prometheus start(Path directory, String target) throws IOException {
    int port = freePort();
    Path config =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            String.join(
                "\n",
                "global: {scrape_interval: 1s}",
                "scrape_configs:",
                "- job_name: services",
                "  metrics_path: /red",
                "  scrape_classic_histograms: true",
                "  static_configs: [{targets: ['" + target + "']}]",
                ""));
    Process process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port,
                "--enable-feature=native-histograms")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    return new Prometheus(process, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits until a query has this result. */
  public void await(String query, double value) {
    Awaitility.await()
        .atMost(ObservedRun.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              String said = get("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8));
              Matcher result = RESULT.matcher(said);
              assertThat(result.find()).as(query + ": " + said).isTrue();
              assertThat(Double.parseDouble(result.group(1))).as(query).isEqualTo(value);
            });
  }

  private String get(String path) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
