package io.spanmill.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a figure comes from: a machine, a commit, a command. */
final class Provenance {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final String UNKNOWN = "unknown";

  private Provenance() {}

  static Map<String, String> ofThisRun() {
    Map<String, String> found = new LinkedHashMap<>();
    found.put("processor", field(PROCESSOR, "model name"));
    found.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    found.put("memory", field(MEMORY, "MemTotal"));
    found.put("commit", System.getProperty("spanmill.commit", UNKNOWN));
    found.put("command", command());
    return found;
  }

  /** The first of its name, as {@code name : value}. */
  private static String field(Path file, String name) {
    try (var lines = Files.lines(file, UTF_8)) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(UNKNOWN);
    } catch (IOException absent) {
      return UNKNOWN;
    }
  }

  /** What stands behind the name of the launcher. */
  private static String command() {
    String[] arguments = ProcessHandle.current().info().arguments().orElse(new String[0]);
    List<String> all = Arrays.asList(arguments);
    int main = all.indexOf("bench");
    return main < 0 ? UNKNOWN : "spanmill " + String.join(" ", all.subList(main, all.size()));
  }
}
