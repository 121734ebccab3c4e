package io.spanmill.topology.config;

import io.spanmill.sinks.Registry;
import org.jspecify.annotations.Nullable;

/**
 * What values look like in the topics that leave.
 *
 * <p>The constructor throws {@link IllegalArgumentException} where there is Avro and no registry;
 * the message begins with the key's name in the configuration.
 *
 * @param registry null where none is configured
 */
public record OutputConfig(OutputFormat format, @Nullable Registry registry) {
  /** What needs nothing else. */
  public static final OutputConfig JSON = new OutputConfig(OutputFormat.JSON, null);

  public OutputConfig {
    if (format == OutputFormat.AVRO && registry == null) {
      throw new IllegalArgumentException(
          "format: avro needs kafka." + Registry.URL + ": where the schema registry is");
    }
  }
}
