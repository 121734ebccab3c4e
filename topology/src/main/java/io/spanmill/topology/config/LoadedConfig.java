package io.spanmill.topology.config;

import java.util.List;

/**
 * A configuration and how it came about.
 *
 * @param settings every key in the order of the documentation, then Kafka's own that were set
 * @param notes what the user should know though it is no error, a line each
 * @param policies the section {@code sampling} as a {@link PolicyText}
 */
public record LoadedConfig(
    PipelineConfig config, List<Setting> settings, List<String> notes, String policies) {

  public LoadedConfig {
    settings = List.copyOf(settings);
    notes = List.copyOf(notes);
  }

  /** The text in force of a key such as {@code assembly.settle}, secrets as {@code ***}. */
  public String value(String path) {
    return settings.stream()
        .filter(setting -> setting.path().equals(path))
        .map(Setting::value)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such key: " + path));
  }
}
