package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.receiver.Requests;
import io.spanmill.topology.cli.Command;
import io.spanmill.topology.cli.Main;
import io.spanmill.topology.cli.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class DemoCommandTest {
  private static final Map<String, String> LANGUAGES =
      new TreeMap<>(
          Map.of(
              "analytics-worker", "nodejs",
              "api-gateway", "python",
              "billing-service", "python",
              "fraud-service", "go",
              "inventory-service", "java",
              "order-service", "nodejs",
              "session-service", "nodejs",
              "shipping-worker", "java"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void findsTheShopAndLeavesNothingBehind() throws IOException {
    Set<Path> before = leftBehind();

    int exitCode = execute("demo", "--for", "15s");

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isEqualTo(Command.DONE);
    assertThat(leftBehind()).isEqualTo(before);
    List<String> summary = summary();
    assertThat(number(summary, "traces")).isBetween(30L, 643L);
    assertThat(number(summary, "kept")).isBetween(5L, number(summary, "traces"));
    assertThat(number(summary, "spans")).isBetween(1_000L, 16_650L);
    assertThat(servicesWithLanguages(summary)).isEqualTo(LANGUAGES);
    assertThat(summary).anyMatch(line -> line.matches("api-gateway +→ order-service +- .*"));
    assertThat(summary).anyMatch(line -> line.matches("order-service +→ .* messaging_system .*"));
  }

  @Test
  void showsWhatAnApplicationSends() throws Exception {
    int port = BrokerPorts.pick().broker();
    CompletableFuture<Integer> exitCode =
        CompletableFuture.supplyAsync(
            () ->
                execute(
                    Map.of("SPANMILL_ASSEMBLY_SETTLE", "1s"),
                    "demo",
                    "--listen",
                    "127.0.0.1:" + port,
                    "--for",
                    "7s"));

    HttpRequest spans =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Requests.spans("my-own-service", 3)))
            .build();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> status(spans) == 200);

    assertThat(exitCode.get()).isEqualTo(Command.DONE);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).contains("what comes by OTLP to 127.0.0.1:" + port);
    List<String> end = out.toString().lines().dropWhile(line -> !line.contains("ended")).toList();
    assertThat(number(end, "spans")).isEqualTo(3);
  }

  /** 0 as long as nobody is there. */
  private static int status(HttpRequest request) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  @Test
  void anAddressThatIsTakenOrNoneIsOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, BrokerPorts.loopback())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertThat(execute("demo", "--listen", address)).isEqualTo(Command.FAILED);
      assertThat(err.toString().lines())
          .containsExactly("spanmill: cannot listen at " + address + ": Address already in use");
    }
    assertThat(execute("demo", "--listen", "here")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .contains("\"here\" is not HOST:PORT (e.g. 0.0.0.0:4318, [::1]:4318)");
  }

  @Test
  void aWrongDurationIsOneLine() {
    assertThat(execute("demo", "--for", "-5s")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString().lines().toList())
        .containsExactly(
            "spanmill demo: Invalid value for option '--for': \"-5s\" is not a positive duration"
                + " (e.g. 500ms, 6s, 2m, 1h) (see ./spanmill demo --help)");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatMakesThePipelineFailIsOneLine() throws IOException {
    Set<Path> before = leftBehind();

    assertThat(execute(Map.of("SPANMILL_PARTITIONS", "1000000"), "demo")).isEqualTo(Command.FAILED);

    assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.startsWith("spanmill: "));
    assertThat(leftBehind()).isEqualTo(before);
  }

  private int execute(String... args) {
    return execute(Map.of(), args);
  }

  private int execute(Map<String, String> environment, String... args) {
    return Main.execute(
        new Surroundings(
            new PrintWriter(out), new PrintWriter(err), environment, "host", 1L << 30, false),
        args);
  }

  private List<String> summary() {
    List<String> lines = out.toString().lines().toList();
    int title = lines.indexOf("Spanmill demo   ended after 0:15");
    assertThat(title).as(out.toString()).isPositive();
    return lines.subList(title, lines.size());
  }

  private static long number(List<String> summary, String name) {
    return summary.stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(7, 17).strip().replace(",", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Those with a rate above 0 and a median. */
  private static Map<String, String> servicesWithLanguages(List<String> summary) {
    return summary.stream()
        .map(line -> line.split(" {2,}"))
        .filter(row -> row.length == 7 && row[4].matches("[0-9.]+ .?s"))
        .filter(row -> Double.parseDouble(row[2]) > 0)
        .collect(Collectors.toMap(row -> row[0], row -> row[1], (a, b) -> a, TreeMap::new));
  }

  private static Set<Path> leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("spanmill-demo"))
          .collect(Collectors.toSet());
    }
  }
}
