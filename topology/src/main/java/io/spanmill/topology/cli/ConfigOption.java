package io.spanmill.topology.cli;

import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.LoadedConfig;
import io.spanmill.topology.config.LogConfig;
import io.spanmill.topology.logging.Logs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code --config}, for every command that reads the configuration: a picocli mixin. */
public final class ConfigOption {
  private static final Path STANDARD = Path.of("spanmill.yaml");

  @CommandLine.Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration in YAML (default: ./spanmill.yaml, if it is there).")
  private @Nullable Path file;

  /**
   * Reads the configuration, and prints what it has to note; logs follow it from then on.
   *
   * @throws io.spanmill.topology.config.ConfigException where it cannot be used
   */
  public LoadedConfig load(Surroundings surroundings) {
    ConfigReader reader = reader(surroundings);
    return noted(file == null ? reader.readIfPresent(STANDARD) : reader.read(file), surroundings);
  }

  /**
   * As {@link #load}, but where no file is named and the standard one is not there, a text takes
   * its place.
   *
   * @param label names the text in messages
   */
  public LoadedConfig loadOr(String label, String yaml, Surroundings surroundings) {
    return file == null && !Files.exists(STANDARD)
        ? noted(reader(surroundings).readText(label, yaml), surroundings)
        : load(surroundings);
  }

  private static ConfigReader reader(Surroundings surroundings) {
    return new ConfigReader(
        surroundings.environment(), surroundings.hostName(), surroundings.maxHeapBytes());
  }

  private static LoadedConfig noted(LoadedConfig loaded, Surroundings surroundings) {
    LogConfig logging = loaded.config().operations().logging();
    Logs.set(logging.format(), logging.level(), logging.kafkaLevel());
    loaded.notes().forEach(note -> surroundings.err().println("note: " + note));
    return loaded;
  }
}
