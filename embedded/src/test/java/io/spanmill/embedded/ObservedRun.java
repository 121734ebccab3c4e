package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code spanmill run} in a process of its own, and what it answers over HTTP. */
public final class ObservedRun implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern LISTENS = Pattern.compile("runs; http://(127\\.0\\.0\\.1:\\d+)");

  private final RunProcess process;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private ObservedRun(RunProcess process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param log begins anew
   */
  public static ObservedRun start(List<String> config, Path directory, Path log)
      throws IOException {
    Files.deleteIfExists(log);
    Path file = Files.write(directory.resolve("spanmill.yaml"), config);
    return new ObservedRun(RunProcess.start(file, List.of("-Xmx320m"), Map.of(), log), log);
  }

  public RunProcess process() {
    return process;
  }

  /** Waits until it says where it listens. */
  public String address() {
    return await().atMost(PATIENCE).until(this::saidAddress, found -> !found.isEmpty());
  }

  private String saidAddress() throws IOException {
    String said = Files.exists(log) ? Files.readString(log) : "";
    assertThat(process.isAlive()).as(said).isTrue();
    Matcher matcher = LISTENS.matcher(said);
    return matcher.find() ? matcher.group(1) : "";
  }

  public void awaitReady() {
    await().atMost(PATIENCE).until(() -> get("/ready").statusCode() == 200);
  }

  public HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.close();
  }
}
