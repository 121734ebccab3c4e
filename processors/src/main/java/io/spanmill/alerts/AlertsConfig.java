package io.spanmill.alerts;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is watched, and when it is judged.
 *
 * @param window length of the windows of event time: at the end of each, everything is judged
 * @param delay a window is judged when the watermark has gone so far past its end
 * @param maxSeries how many pairs of objective and target are watched; more are not
 * @param objectives none for no alerts
 * @throws IllegalArgumentException where something is out of its range or two objectives have one
 *     name; the message begins with the key's name in the configuration
 */
public record AlertsConfig(
    Duration window, Duration delay, int maxSeries, List<Objective> objectives) {
  public AlertsConfig {
    long millis = window.toMillis();
    if (millis <= 0 || History.COARSE_MILLIS % millis != 0) {
      throw new IllegalArgumentException("window: " + window + " does not divide ten minutes");
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: " + delay + " is negative");
    }
    if (maxSeries <= 0) {
      throw new IllegalArgumentException("max_series: " + maxSeries + " is not positive");
    }
    objectives = List.copyOf(objectives);
    Set<String> names = new HashSet<>();
    for (Objective objective : objectives) {
      if (!names.add(objective.name())) {
        throw new IllegalArgumentException(
            "objectives: two objectives are named \"" + objective.name() + "\"");
      }
      if (objective.rules().over().toMillis() % millis != 0) {
        throw new IllegalArgumentException(
            "objectives: over: "
                + objective.rules().over()
                + " of \""
                + objective.name()
                + "\" is not a whole number of windows of "
                + window);
      }
    }
  }

  /** Whether anything is watched. */
  public boolean isOn() {
    return !objectives.isEmpty();
  }

  /** Whether any objective is about calls from one service to another. */
  public boolean asksEdges() {
    return objectives.stream().anyMatch(objective -> objective.scope() instanceof Scope.Calls);
  }

  long windowMillis() {
    return window.toMillis();
  }

  long windowStart(long millis) {
    return Math.floorDiv(millis, windowMillis()) * windowMillis();
  }
}
