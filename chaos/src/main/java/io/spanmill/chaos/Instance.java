package io.spanmill.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.embedded.RunProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place of the application: a process with a static member id and a state directory of its own,
 * started again a second after it has ended, as Kubernetes would. Thread-safe.
 */
final class Instance {
  private static final long NANOS_BEFORE_RESTART = 1_000_000_000;
  private static final int ENDED_BY_SIGTERM = 128 + 15;
  private static final String BEGUN = " runs; http://";
  private static final int MOST_SAID = 64 << 10;

  private final int number;
  private final Path config;
  private final Path stateDir;
  private final Path log;
  private final List<String> options;
  private final Map<String, String> environment;
  private final @Nullable Path clock;

  private @Nullable RunProcess process;
  private boolean wanted;
  private boolean endExpected;
  private long endedNanos;
  private long logBefore;
  private int starts;
  private int unexpectedEnds;

  /**
   * @param files where its configuration, its log and its state are
   */
  Instance(int number, Places files, List<String> options, Map<String, String> environment) {
    this.number = number;
    this.config = files.config();
    this.stateDir = files.stateDir();
    this.log = files.log();
    this.options = List.copyOf(options);
    this.environment = Map.copyOf(environment);
    this.clock = files.clock();
  }

  /**
   * The files of an instance.
   *
   * @param clock see {@link ClockShim}; null if its clock cannot be set
   */
  record Places(Path config, Path stateDir, Path log, @Nullable Path clock) {}

  int number() {
    return number;
  }

  Path stateDir() {
    return stateDir;
  }

  /** See {@link ClockShim}; null if its clock cannot be set. */
  @Nullable Path clock() {
    return clock;
  }

  /** From now on it is kept running. */
  synchronized void want() {
    wanted = true;
    endedNanos = System.nanoTime() - NANOS_BEFORE_RESTART;
    tend();
  }

  /** Called often: starts what should be running and is not. */
  synchronized void tend() {
    RunProcess last = process;
    if (last != null && !last.isAlive()) {
      process = null;
      endedNanos = System.nanoTime();
      unexpectedEnds += endExpected ? 0 : 1;
    }
    if (wanted && process == null && System.nanoTime() - endedNanos >= NANOS_BEFORE_RESTART) {
      endExpected = false;
      starts++;
      process = start();
    }
  }

  private RunProcess start() {
    try {
      logBefore = Files.exists(log) ? Files.size(log) : 0;
      return RunProcess.start(config, options, environment, log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** As {@code kill -9}. It is started again if it is wanted. */
  void kill() {
    RunProcess killed = expectEnd();
    if (killed != null) {
      killed.kill();
      tend();
    }
  }

  /**
   * As {@code kill}; returns the exit code, 0 if it was not running or had not begun yet: until
   * then the JVM answers for itself. It is started again if it is wanted.
   */
  int terminate() throws IOException {
    RunProcess stopped = expectEnd();
    int code = stopped == null ? 0 : stopped.terminate();
    boolean excused = code == ENDED_BY_SIGTERM && !hasBegun();
    tend();
    return excused ? 0 : code;
  }

  /** Whether it has said since its last start that it runs. */
  private synchronized boolean hasBegun() throws IOException {
    try (FileChannel file = FileChannel.open(log)) {
      ByteBuffer said = ByteBuffer.allocate((int) Math.min(MOST_SAID, file.size() - logBefore));
      file.read(said, logBefore);
      return new String(said.array(), UTF_8).contains(BEGUN);
    }
  }

  /** It is not to be started again until it is wanted again. */
  synchronized void unwant() {
    wanted = false;
  }

  private synchronized @Nullable RunProcess expectEnd() {
    endExpected = true;
    return process;
  }

  /** How often it was started. */
  synchronized int starts() {
    return starts;
  }

  /** How often it ended though nobody had made it. */
  synchronized int unexpectedEnds() {
    return unexpectedEnds;
  }

  synchronized boolean isWanted() {
    return wanted;
  }

  synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Sends a signal by its name, {@code STOP} for example; nothing happens if it is not running. */
  void signal(String name) throws IOException, InterruptedException {
    RunProcess target;
    synchronized (this) {
      target = process;
    }
    if (target != null && target.isAlive()) {
      new ProcessBuilder("kill", "-" + name, Long.toString(target.pid())).start().waitFor();
    }
  }
}
