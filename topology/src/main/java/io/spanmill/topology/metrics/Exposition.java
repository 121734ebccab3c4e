package io.spanmill.topology.metrics;

import static io.spanmill.sinks.metrics.PrometheusText.escaped;
import static io.spanmill.sinks.metrics.PrometheusText.number;

import java.util.Map;
import java.util.TreeMap;

/**
 * Samples, written down in <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' text format
 * 0.0.4</a>: {@code spanmill_late_spans_total{task_id="1_0"} 7}. Families are in the order of their
 * names. Not thread-safe.
 */
public final class Exposition {
  /** Samples of a family: their values by their labels, as they are written. */
  private record Samples(Family family, Map<String, Double> values) {}

  private final Map<String, Samples> families = new TreeMap<>();

  /**
   * Adds a sample; none of its family may have the same labels.
   *
   * @param labels name, value, name, value …
   */
  public void add(Family family, double value, String... labels) {
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      sorted.put(labels[i], labels[i + 1]);
    }
    add(family, value, sorted);
  }

  /** As {@link #add(Family, double, String...)}, of a whole number. */
  public void add(Family family, long value, String... labels) {
    add(family, (double) value, labels);
  }

  /** As {@link #add(Family, double, String...)}. */
  public void add(Family family, double value, Map<String, String> labels) {
    families
        .computeIfAbsent(family.name(), created -> new Samples(family, new TreeMap<>()))
        .values()
        .put(written(labels), value);
  }

  private static String written(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    new TreeMap<>(labels)
        .forEach(
            (label, value) -> {
              text.append(text.isEmpty() ? '{' : ',').append(label).append("=\"");
              text.append(escaped(value).replace("\"", "\\\"")).append('"');
            });
    return text.append('}').toString();
  }

  /** All that was added. */
  public String text() {
    StringBuilder text = new StringBuilder();
    families.forEach(
        (name, samples) -> {
          Family family = samples.family();
          text.append("# HELP ").append(name).append(' ').append(escaped(family.help()));
          text.append("\n# TYPE ").append(name).append(' ').append(family.type().label());
          samples
              .values()
              .forEach(
                  (labels, value) ->
                      text.append('\n')
                          .append(name)
                          .append(labels)
                          .append(' ')
                          .append(number(value)));
          text.append('\n');
        });
    return text.toString();
  }
}
