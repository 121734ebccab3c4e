package io.spanmill.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of the application, and who keeps them running. Thread-safe. */
final class Fleet implements AutoCloseable {
  private static final long TEND_EVERY_MILLIS = 100;

  private final Path folder;
  private final Application application;
  private final List<Instance> instances = new ArrayList<>();
  private final Thread supervisor = new Thread(this::supervise, "supervisor");
  private volatile boolean closed;

  /**
   * @param most how many instances there may be at a time
   * @param folder where they have their files
   * @param shim lets their clocks be set; null if that is not needed, or not possible
   */
  Fleet(int most, Path folder, Application application, @Nullable ClockShim shim)
      throws IOException {
    this.folder = folder;
    this.application = application;
    for (int number = 1; number <= most; number++) {
      instances.add(instance(number, shim));
    }
    supervisor.setDaemon(true);
    supervisor.start();
  }

  private Instance instance(int number, @Nullable ClockShim shim) throws IOException {
    Path config = folder.resolve("instance-" + number + ".yaml");
    Path stateDir = folder.resolve("state-" + number);
    Path log = folder.resolve("instance-" + number + ".log");
    Path clock = shim == null ? null : folder.resolve("clock-" + number);
    Files.writeString(config, application.config("chaos-" + number, stateDir));
    Instance.Places files = new Instance.Places(config, stateDir, log, clock);
    Map<String, String> environment =
        shim == null || clock == null ? Map.of() : shim.environment(clock);
    return new Instance(number, files, Application.JVM_OPTIONS, environment);
  }

  private void supervise() {
    try {
      while (!closed) {
        Thread.sleep(TEND_EVERY_MILLIS);
        instances.forEach(Instance::tend);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where the instances have their files. */
  Path folder() {
    return folder;
  }

  Application application() {
    return application;
  }

  /** Those that are kept running. */
  List<Instance> wanted() {
    return instances.stream().filter(Instance::isWanted).toList();
  }

  /**
   * Starts, or stops gently, as many instances as it takes; returns the exit codes of those that
   * were stopped.
   */
  List<Integer> scaleTo(int size) throws IOException {
    List<Integer> codes = new ArrayList<>();
    for (Instance instance : instances) {
      if (instance.number() <= size && !instance.isWanted()) {
        instance.want();
      } else if (instance.number() > size && instance.isWanted()) {
        instance.unwant();
        codes.add(instance.terminate());
      }
    }
    return codes;
  }

  int unexpectedEnds() {
    return instances.stream().mapToInt(Instance::unexpectedEnds).sum();
  }

  /** Ends all processes at once. */
  @Override
  public void close() {
    closed = true;
    supervisor.interrupt();
    instances.forEach(Instance::unwant);
    instances.forEach(Instance::kill);
  }
}
