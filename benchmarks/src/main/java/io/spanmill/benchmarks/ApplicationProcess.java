package io.spanmill.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.embedded.GroupProgress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.TopicPartition;

/** {@code spanmill run} in a process of its own, with a small heap, watched from outside. */
final class ApplicationProcess implements AutoCloseable {
  private static final Pattern AFTER_FULL = Pattern.compile("Pause Full.*->(\\d+)M\\(");
  private static final Pattern AFTER_ANY = Pattern.compile("Pause.*->(\\d+)M\\(");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  private final Process process;
  private final Path log;
  private final Path collections;
  private final String http;
  private final HttpClient client = HttpClient.newHttpClient();

  private ApplicationProcess(Process process, Path log, Path collections, String http) {
    this.process = process;
    this.log = log;
    this.collections = collections;
    this.http = http;
  }

  /**
   * @param heap as {@code -Xmx} takes it
   * @param http host and port of the probes, as the configuration says
   */
  static ApplicationProcess start(Path folder, String heap, Path config, String http)
      throws IOException {
    List<String> options =
        List.of("-Xmx" + heap, "-Xms" + heap, "-XX:MetaspaceSize=128m", "-XX:+UseParallelGC");
    return start(folder, options, "io.spanmill.topology.cli.Main", config, http);
  }

  /**
   * @param options for the JVM
   * @param main what is run, with {@code run --config FILE} behind it
   */
  static ApplicationProcess start(
      Path folder, List<String> options, String main, Path config, String http) throws IOException {
    Path log = folder.resolve("log");
    Path collections = folder.resolve("gc");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Xlog:gc:file=" + collections));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of("run", "--config", config.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ApplicationProcess(process, log, collections, http);
  }

  long pid() {
    return process.pid();
  }

  /** Stands still, or goes on: {@code STOP} or {@code CONT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** The log of garbage collections as far as it was written. */
  Collections collections() throws IOException {
    return Collections.of(Files.readAllLines(collections, UTF_8));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * @throws IOException with the last that it has said, if it has ended
   */
  void requireAlive() throws IOException {
    if (!isAlive()) {
      throw new IOException("the application has ended: " + lastWords());
    }
  }

  /**
   * Waits until its group has committed as far as that.
   *
   * @param offsets the next ones to be read
   * @param lookMillis how long to wait between two looks
   * @throws IOException if it ends before
   */
  void awaitCommitted(GroupProgress group, Map<TopicPartition, Long> offsets, long lookMillis)
      throws Exception {
    while (group.lag(offsets) > 0) {
      requireAlive();
      Thread.sleep(lookMillis);
    }
  }

  /** The end of what it has said. */
  String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log, UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /**
   * What the collector has seen.
   *
   * @param allocated bytes since the begin, as far as they were collected
   * @param peak most bytes in use before a collection
   * @param pauses seconds in which all stood still
   */
  record Collections(long allocated, long peak, double pauses) {
    private static final Pattern LINE = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");

    static Collections of(List<String> log) {
      long allocated = 0;
      long peak = 0;
      long left = 0;
      double millis = 0;
      for (String line : log) {
        Matcher collection = LINE.matcher(line);
        if (collection.find()) {
          long before = Long.parseLong(collection.group(1)) << 20;
          allocated += Math.max(0, before - left);
          peak = Math.max(peak, before);
          left = Long.parseLong(collection.group(2)) << 20;
          millis += Double.parseDouble(collection.group(3));
        }
      }
      return new Collections(allocated, peak, millis / 1e3);
    }
  }

  /** Most MiB of the heap in use after a full collection; after any where none was full. */
  long heapAfterCollection() throws IOException {
    long full = most(AFTER_FULL);
    return full > 0 ? full : most(AFTER_ANY);
  }

  private long most(Pattern pattern) throws IOException {
    long most = 0;
    for (String line : Files.readAllLines(collections, UTF_8)) {
      Matcher after = pattern.matcher(line);
      most = after.find() ? Math.max(most, Long.parseLong(after.group(1))) : most;
    }
    return most;
  }

  /** Most MiB that the process has taken of the machine; 0 where the system does not tell. */
  long peakMemory() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    Matcher peak = PEAK.matcher(Files.readString(status));
    return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
  }

  /** Sum of a metric over all tasks, of those lines that contain a text. */
  long metric(String name, String label) throws IOException, InterruptedException {
    return (long) values(name, label).sum();
  }

  /** The greatest value of a metric over all tasks; 0 if it is not told. */
  double most(String name) throws IOException, InterruptedException {
    return values(name, "").max().orElse(0);
  }

  private DoubleStream values(String name, String label) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + http + "/metrics")).build();
    return client
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
  }

  /** As {@code kill -9}; returns when the process is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }
}
