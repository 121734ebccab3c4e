package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An {@link EmbeddedKafka} in a process of its own, so that a test can kill it. It ends by itself
 * when the process that started it is gone.
 */
final class BrokerProcess implements AutoCloseable {
  private static final String READY = "ready ";

  private final Process process;
  private final String bootstrapServers;

  private BrokerProcess(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /** Waits until the broker is ready. */
  static BrokerProcess start(Path directory) throws IOException {
    Process process = new ProcessBuilder(command(directory)).redirectError(inherit()).start();
    BufferedReader output = process.inputReader(UTF_8);
    String line = output.readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroyForcibly();
      throw new IOException("broker process said: " + line);
    }
    return new BrokerProcess(process, line.substring(READY.length()));
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** As {@code kill -9}; returns when the process is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Asks the broker to close, and kills it if it takes longer than half a minute. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      kill();
      throw new IOException("broker process did not end");
    }
  }

  private static List<String> command(Path directory) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        BrokerProcess.class.getName(),
        directory.toString());
  }

  private static ProcessBuilder.Redirect inherit() {
    return ProcessBuilder.Redirect.INHERIT;
  }

  /** Serves until standard input ends. */
  public static void main(String[] args) throws IOException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]))) {
      System.out.println(READY + kafka.bootstrapServers());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
