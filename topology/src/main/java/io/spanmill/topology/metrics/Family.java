package io.spanmill.topology.metrics;

import java.util.Locale;

/**
 * Samples of one meaning, which labels tell apart.
 *
 * @param name begins with {@code spanmill_}, ends with the unit; counters with {@code _total}
 * @param help one sentence
 */
public record Family(String name, Type type, String help) {
  /** What Prometheus knows a family as. */
  public enum Type {
    COUNTER,
    GAUGE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Family gauge(String name, String help) {
    return new Family(name, Type.GAUGE, help);
  }

  public static Family counter(String name, String help) {
    return new Family(name, Type.COUNTER, help);
  }
}
