package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An {@link EmbeddedKafka} in a process of its own, so that it can be killed. It ends by itself
 * when the process that started it is gone.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final String READY = "ready ";

  /** Started quickly, and small. */
  private static final List<String> FRUGAL =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final List<String> ONE_OF_MANY =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Process process;
  private String bootstrapServers = "";

  private BrokerProcess(Process process) {
    this.process = process;
  }

  /** A broker that is a cluster by itself; waits until it is ready. */
  public static BrokerProcess start(Path directory) throws IOException {
    return start(directory, FRUGAL);
  }

  /**
   * The same, as somebody would run it who wants it fast.
   *
   * @param options for the JVM
   */
  public static BrokerProcess start(Path directory, List<String> options) throws IOException {
    ProcessBuilder.Redirect inherit = ProcessBuilder.Redirect.INHERIT;
    BrokerProcess broker = launch(options, List.of(directory.toString()), inherit);
    broker.awaitReady();
    return broker;
  }

  /**
   * A broker of a cluster. It is ready only when most of the cluster is: see {@link #awaitReady}.
   *
   * @param clusterId the same for all, as {@link org.apache.kafka.common.Uuid#toString} spells it
   * @param log takes what it says of errors, behind what stands there
   */
  public static BrokerProcess launch(Path directory, BrokerNode node, String clusterId, Path log)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(directory.toString(), clusterId));
    words.addAll(node.words());
    return launch(ONE_OF_MANY, words, ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private static BrokerProcess launch(
      List<String> options, List<String> words, ProcessBuilder.Redirect errors) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName()));
    command.addAll(words);
    return new BrokerProcess(new ProcessBuilder(command).redirectError(errors).start());
  }

  /**
   * @throws IOException if it ends instead; then it is gone
   */
  public void awaitReady() throws IOException {
    BufferedReader output = process.inputReader(UTF_8);
    String line = output.readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroyForcibly();
      throw new IOException("broker process said: " + line);
    }
    bootstrapServers = line.substring(READY.length());
  }

  /** Empty before it was ready. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9}; returns when the process is gone. */
  public void kill() {
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

  /**
   * Serves until standard input ends. The words are a directory, and for a broker of a cluster the
   * cluster's id and {@link BrokerNode#words}.
   */
  public static void main(String[] args) throws IOException {
    try (EmbeddedKafka kafka = start(Arrays.asList(args))) {
      System.out.println(READY + kafka.bootstrapServers());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static EmbeddedKafka start(List<String> words) throws IOException {
    Path directory = Path.of(words.get(0));
    return words.size() == 1
        ? EmbeddedKafka.start(directory)
        : EmbeddedKafka.join(
            directory, BrokerNode.ofWords(words.subList(2, words.size())), words.get(1));
  }
}
