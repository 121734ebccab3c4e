package io.spanmill.sinks.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Points as Prometheus groups them: all of a metric together, with labels that it can take. Not
 * thread-safe.
 */
public final class PrometheusFamilies {
  private static final Pattern NOT_LEGAL = Pattern.compile("[^a-zA-Z0-9_]");

  private final Map<String, List<Point>> families = new LinkedHashMap<>();

  public void add(Point point) {
    families.computeIfAbsent(point.metric().scrapedName(), unused -> new ArrayList<>()).add(point);
  }

  /** By name, none of them empty. */
  Map<String, List<Point>> all() {
    return families;
  }

  /**
   * Letters, digits and underscores; where two labels would become one, their values stand in it
   * with a semicolon between them.
   */
  static Map<String, String> labels(Point point) {
    Map<String, String> labels = new LinkedHashMap<>();
    point
        .labels()
        .forEach(
            (name, value) -> labels.merge(legal(name), value, (one, other) -> one + ";" + other));
    return labels;
  }

  private static String legal(String name) {
    String legal = NOT_LEGAL.matcher(name).replaceAll("_");
    boolean begins = !legal.isEmpty() && !Character.isDigit(legal.charAt(0));
    return begins ? legal : "_" + legal;
  }
}
