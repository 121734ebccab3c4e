package io.spanmill.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every metric that there is, and its labels: those of Spanmill itself from docs/operations.md,
 * which a test of {@code topology} holds against the program, and those of the services.
 */
final class KnownMetrics {
  /** What Prometheus itself puts to every series, and to series about its targets. */
  private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "namespace", "pod");

  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(spanmill_\\w+)` \\|([^|]*)\\| (?:gauge|counter) \\|", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("`(\\w+)`");

  private static final Map<String, Set<String>> LABELS = read();

  private KnownMetrics() {}

  static boolean has(String metric) {
    return LABELS.containsKey(metric);
  }

  static boolean has(String metric, String label) {
    return LABELS.getOrDefault(metric, Set.of()).contains(label);
  }

  static Set<String> names() {
    return LABELS.keySet();
  }

  private static Map<String, Set<String>> read() {
    Map<String, Set<String>> all = new TreeMap<>();
    Matcher row = ROW.matcher(Sources.text(Sources.ROOT.resolve("docs/operations.md")));
    while (row.find()) {
      Set<String> labels = new HashSet<>(OF_THE_TARGET);
      LABEL.matcher(row.group(2)).results().map(label -> label.group(1)).forEach(labels::add);
      all.put(row.group(1), labels);
    }
    Sources.text(Sources.DEPLOY.resolve("src/test/resources/red-metrics.txt"))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> List.of(line.split(" ")))
        .forEach(
            words -> {
              Set<String> labels = new HashSet<>(OF_THE_TARGET);
              labels.addAll(words.subList(1, words.size()));
              all.put(words.get(0), labels);
            });
    return all;
  }
}
