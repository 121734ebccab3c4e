package io.spanmill.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.sampling.SamplingConfig;
import io.spanmill.state.PolicySet;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.LoadedConfig;
import io.spanmill.topology.config.PolicyText;
import java.util.Map;

/**
 * A configuration is refused in one line that names the file, or it is read, can be shown, and its
 * policies travel: what another process makes of their text is the same.
 */
public final class Configurations {
  private static final String FILE = "spanmill.yaml";
  private static final long HEAP = 4L << 30;

  private Configurations() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    check(new String(input, UTF_8));
  }

  static void check(String yaml) {
    LoadedConfig loaded;
    try {
      loaded = new ConfigReader(Map.of(), "localhost", HEAP).readText(FILE, yaml);
    } catch (ConfigException refused) {
      String message = String.valueOf(refused.getMessage());
      Claim.isOneLine(message);
      Claim.holds(message.startsWith(FILE), "a refusal names the file: " + message);
      return;
    }
    loaded
        .settings()
        .forEach(setting -> Claim.holds(!setting.path().isEmpty(), "a key has a name"));
    loaded.notes().forEach(Claim::isOneLine);
    travel(loaded);
  }

  private static void travel(LoadedConfig loaded) {
    SamplingConfig sampling = loaded.config().sampling();
    PolicySet set = new PolicySet(sampling.version(), 0, loaded.policies());
    SamplingConfig arrived = PolicyText.read(PolicySet.of(set.toBytes()));
    Claim.holds(
        arrived.equals(sampling), "policies that have travelled are the same: " + set.text());
  }
}
