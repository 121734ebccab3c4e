package io.spanmill.embedded;

import io.spanmill.topology.cli.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code spanmill} in a process of its own, so that it can be killed. */
public final class RunProcess implements AutoCloseable {
  private final Process process;

  private RunProcess(Process process) {
    this.process = process;
  }

  /** What it says, only of errors, goes where this process's words go. */
  public static RunProcess start(Path config) throws IOException {
    return start(run(config));
  }

  /** Another command, as it is typed; else as {@code run}. */
  public static RunProcess start(List<String> args) throws IOException {
    ProcessBuilder builder = builder(args, List.of("-Xmx512m")).inheritIO();
    builder.environment().put("SPANMILL_LOGGING_LEVEL", "error");
    builder.environment().put("SPANMILL_LOGGING_KAFKA_LEVEL", "error");
    return new RunProcess(builder.start());
  }

  /**
   * @param options for the JVM
   * @param environment what is added to that of this process
   * @param log takes all that it says, behind what stands there
   */
  public static RunProcess start(
      Path config, List<String> options, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = builder(run(config), options);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new RunProcess(builder.start());
  }

  private static List<String> run(Path config) {
    return List.of("run", "--config", config.toString());
  }

  private static ProcessBuilder builder(List<String> args, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED"); // as the launcher: else Java 25 says so
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(args);
    return new ProcessBuilder(command);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; returns the exit code. */
  public int awaitEnd() {
    return process.onExit().join().exitValue();
  }

  /** As {@code kill -9}; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As {@code kill}; returns the exit code. */
  public int terminate() {
    process.destroy();
    return awaitEnd();
  }

  @Override
  public void close() {
    kill();
  }
}
