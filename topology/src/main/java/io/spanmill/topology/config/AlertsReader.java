package io.spanmill.topology.config;

import io.spanmill.alerts.AlertsConfig;
import java.time.Duration;

/** Reads what is watched, and how it goes with what is measured. */
final class AlertsReader {
  private AlertsReader() {}

  static AlertsConfig read(Sources sources) {
    AlertsConfig alerts =
        sources.section(
            "alerts",
            () ->
                new AlertsConfig(
                    sources.value(AlertKeys.WINDOW),
                    sources.value(AlertKeys.DELAY),
                    sources.value(AlertKeys.MAX_SERIES),
                    sources.value(AlertKeys.OBJECTIVES)));
    if (alerts.isOn()) {
      refuseFraction(sources, alerts, MeasureKeys.RED_WINDOW);
      refuseFraction(sources, alerts, MeasureKeys.EDGES_WINDOW);
    }
    return alerts;
  }

  private static void refuseFraction(Sources sources, AlertsConfig alerts, Key<Duration> measured) {
    Duration window = sources.value(measured);
    if (alerts.window().toNanos() % window.toNanos() != 0) {
      Place place = sources.place(AlertKeys.WINDOW.path());
      String written = sources.place(measured.path()).text();
      throw place.refused("is not a multiple of " + measured.path() + ", which is " + written);
    }
  }
}
