package io.spanmill.connect;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A worker of Kafka Connect in a process of its own, which finds our classes nowhere but in its
 * {@code plugin.path}.
 */
final class ConnectWorker implements AutoCloseable {
  private static final Path EXAMPLES = Path.of("..", "deploy", "connect");
  private static final List<String> PLUGIN =
      List.of("spanmill", "jetty-http2", "jetty-alpn", "okhttp", "okio", "kotlin");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int restPort;

  private ConnectWorker(Process process, int restPort) {
    this.process = process;
    this.restPort = restPort;
  }

  /** A worker that keeps nothing, with connectors from files. */
  static ConnectWorker standalone(Path folder, String bootstrapServers, Path... connectors)
      throws IOException {
    int restPort = freePort();
    Properties worker = example("worker.properties");
    // What most workers have: connectors that need another one have to name it themselves.
    worker.setProperty("key.converter", "org.apache.kafka.connect.json.JsonConverter");
    worker.setProperty("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    worker.setProperty("offset.flush.interval.ms", "1000");
    worker.setProperty("offset.storage.file.filename", folder.resolve("offsets").toString());
    return start(
        "ConnectStandalone",
        folder,
        common(worker, bootstrapServers, restPort),
        restPort,
        connectors);
  }

  /** A worker of a group, of which it is the only one. */
  static ConnectWorker distributed(Path folder, String bootstrapServers) throws IOException {
    int restPort = freePort();
    Properties worker = example("worker.properties");
    worker.remove("offset.storage.file.filename");
    worker.setProperty("group.id", "connect");
    worker.setProperty("scheduled.rebalance.max.delay.ms", "0");
    worker.setProperty("session.timeout.ms", "6000"); // of one that was killed
    worker.setProperty("heartbeat.interval.ms", "1000");
    for (String kept : List.of("config", "offset", "status")) {
      worker.setProperty(kept + ".storage.topic", "connect-" + kept);
      worker.setProperty(kept + ".storage.replication.factor", "1");
    }
    worker.setProperty("offset.storage.partitions", "1");
    worker.setProperty("status.storage.partitions", "1");
    return start(
        "ConnectDistributed", folder, common(worker, bootstrapServers, restPort), restPort);
  }

  private static Properties common(Properties worker, String bootstrapServers, int restPort) {
    worker.setProperty("bootstrap.servers", bootstrapServers);
    worker.setProperty("plugin.path", pluginPath());
    worker.setProperty("listeners", "http://127.0.0.1:" + restPort);
    return worker;
  }

  static boolean isPackaged() {
    return System.getProperty("spanmill.plugin") != null;
  }

  private static String pluginPath() {
    return Path.of(System.getProperty("spanmill.plugin")).toAbsolutePath().getParent().toString();
  }

  static Properties example(String name) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(EXAMPLES.resolve(name))) {
      properties.load(reader);
    }
    return properties;
  }

  /** The source of the examples, with some settings of its own. */
  static Path connector(Path folder, String name, Map<String, String> settings) throws IOException {
    return connector(folder, "otlp-source.properties", name, settings);
  }

  /** A connector of the examples, with some settings of its own. */
  static Path connector(Path folder, String example, String name, Map<String, String> settings)
      throws IOException {
    Properties connector = example(example);
    connector.setProperty("name", name);
    settings.forEach(connector::setProperty);
    return write(folder.resolve(name + ".properties"), connector);
  }

  private static Path write(Path file, Properties properties) throws IOException {
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  private static ConnectWorker start(
      String main, Path folder, Properties worker, int restPort, Path... connectors)
      throws IOException {
    Path log = folder.resolve("worker.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "org.apache.kafka.connect.cli." + main,
                write(folder.resolve("worker-" + restPort + ".properties"), worker).toString()));
    Arrays.stream(connectors).map(Path::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ConnectWorker(process, restPort);
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> PLUGIN.stream().noneMatch(Path.of(entry).toString()::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Below those that are given to outgoing connections. */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException inUse) {
        continue;
      }
    }
  }

  /** Waits until one of a connector's tasks is in that state; what the worker tells then. */
  String awaitTask(String connector, String state) {
    String[] status = {""};
    Awaitility.await(connector)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .failFast(() -> !process.isAlive())
        .until(
            () -> {
              status[0] = get("/connectors/" + connector + "/status");
              int tasks = Math.max(0, status[0].indexOf("\"tasks\""));
              return status[0].indexOf("\"state\":\"" + state + "\"", tasks) > 0;
            });
    return status[0];
  }

  void awaitRest() {
    Awaitility.await("REST").atMost(PATIENCE).until(() -> get("/").contains("version"));
  }

  String get(String path) throws InterruptedException {
    return send(to(path).GET().build());
  }

  String put(String path, String json) throws InterruptedException {
    return send(
        to(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  void post(String path) throws InterruptedException {
    send(to(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + path))
        .timeout(PATIENCE);
  }

  /** Empty as long as nobody is there. */
  private String send(HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException notYet) {
      return "";
    }
  }

  /** Asks it to end, and waits until it has. */
  void terminate() {
    process.destroy();
    process.onExit().join();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
