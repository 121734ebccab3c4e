package io.spanmill.embedded;

import io.spanmill.topology.cli.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code spanmill run} in a process of its own, so that a test can kill it. */
final class RunProcess implements AutoCloseable {
  private final Process process;

  private RunProcess(Process process) {
    this.process = process;
  }

  static RunProcess start(Path config) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--config",
            config.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    return new RunProcess(builder.inheritIO().start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}; returns when the process is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As {@code kill}; returns the exit code. */
  int terminate() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
