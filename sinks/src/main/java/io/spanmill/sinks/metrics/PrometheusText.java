package io.spanmill.sinks.metrics;

import java.util.List;
import java.util.Map;

/**
 * Metrics in <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus'
 * text format 0.0.4</a>, durations in classic buckets.
 */
public final class PrometheusText {
  /** What the text is, for HTTP. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double WHOLE = 1L << 53;

  private final StringBuilder out = new StringBuilder(1024);

  private PrometheusText() {}

  public static String of(PrometheusFamilies families) {
    PrometheusText text = new PrometheusText();
    families.all().forEach(text::family);
    return text.out.toString();
  }

  private void family(String name, List<Point> points) {
    boolean counts = points.get(0) instanceof Point.Count;
    out.append("# HELP ").append(name).append(' ').append(points.get(0).metric().help());
    out.append("\n# TYPE ").append(name).append(counts ? " counter\n" : " histogram\n");
    for (Point point : points) {
      String labels = written(PrometheusFamilies.labels(point));
      if (point instanceof Point.Count count) {
        line(name, labels, count.value());
      } else if (point instanceof Point.Durations durations) {
        histogram(name, labels, durations);
      }
    }
  }

  private void histogram(String name, String labels, Point.Durations durations) {
    DurationBuckets buckets = durations.metric().buckets();
    long[] counts = buckets.counts(durations.histogram());
    long below = 0;
    for (int i = 0; i < counts.length; i++) {
      below += counts[i];
      String border = i < buckets.borders().length ? number(buckets.borders()[i]) : "+Inf";
      line(name + "_bucket", labels + ",le=\"" + border + "\"", (double) below);
    }
    line(name + "_sum", labels, buckets.of(durations.nanos()));
    line(name + "_count", labels, (double) below);
  }

  private void line(String name, String labels, double value) {
    out.append(name).append('{').append(labels).append("} ").append(number(value)).append('\n');
  }

  private static String written(Map<String, String> labels) {
    StringBuilder text = new StringBuilder();
    labels.forEach(
        (label, value) -> {
          text.append(text.isEmpty() ? "" : ",").append(label).append("=\"");
          text.append(escaped(value).replace("\"", "\\\"")).append('"');
        });
    return text.toString();
  }

  /** As helps are written, and labels but for their quotation marks. */
  public static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  /** As values are written. */
  public static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
