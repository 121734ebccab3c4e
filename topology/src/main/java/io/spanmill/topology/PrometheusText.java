package io.spanmill.topology;

import io.spanmill.node.Counters;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Our counters in <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' text format</a>,
 * with their help texts: {@code spanmill_late_spans_total{task_id="1_0"} 7}.
 */
final class PrometheusText {
  private PrometheusText() {}

  static String of(Collection<? extends Metric> metrics) {
    Map<String, StringBuilder> families = new TreeMap<>();
    for (Metric metric : metrics) {
      MetricName name = metric.metricName();
      if (name.group().equals(Counters.GROUP) && metric.metricValue() instanceof Double value) {
        String family = "spanmill_" + name.name().replace('-', '_');
        families
            .computeIfAbsent(family, created -> header(family, name.description()))
            .append(family)
            .append(labels(name.tags()))
            .append(' ')
            .append((long) (double) value)
            .append('\n');
      }
    }
    return String.join("", families.values());
  }

  private static StringBuilder header(String family, String help) {
    return new StringBuilder("# HELP " + family + " " + help + "\n# TYPE " + family + " counter\n");
  }

  private static String labels(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> tag.getKey().replace('-', '_') + "=\"" + escaped(tag.getValue()) + "\"")
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
