package io.spanmill.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.topology.collector.CollectorImport;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.ConfigReader;
import java.util.Map;

/** What a Collector has is refused in one line, or becomes a configuration that we can read. */
public final class CollectorConfigurations {
  private static final Map<String, String> ENVIRONMENT = Map.of("A", "1", "B", "{x: y}");
  private static final CollectorImport.Options OPTIONS =
      new CollectorImport.Options(null, 2, false);

  private CollectorConfigurations() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    CollectorImport.Imported imported;
    try {
      imported = CollectorImport.of("c.yaml", new String(input, UTF_8), ENVIRONMENT, OPTIONS);
    } catch (ConfigException refused) {
      Claim.isOneLine(String.valueOf(refused.getMessage()));
      return;
    }
    imported.remarks().forEach(Claim::isOneLine);
    try {
      new ConfigReader(Map.of(), "localhost", Long.MAX_VALUE)
          .readText("imported", imported.configuration());
    } catch (ConfigException unreadable) {
      throw new AssertionError("what was imported can be read: " + imported, unreadable);
    }
  }
}
