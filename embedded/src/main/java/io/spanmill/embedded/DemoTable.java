package io.spanmill.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a view as text of at most 100 columns. */
final class DemoTable {
  private static final String SERVICE = "%-28s  %-10s  %8s  %8s  %9s  %9s  %9s";
  private static final String TIME = "%-36s  %-42s  %7s  %8s";
  private static final String CALLS = "%-28s  %-30s  %-16s  %8s  %8s";

  /** So many entries are shown: those that take the most time. */
  private static final int ENTRIES = 4;

  private static final String ERRORS = "%-46s  %-17s  %-20s  %6s  %-3s";

  /** So many groups of errors are shown. */
  private static final int MOST_ERRORS = 6;

  private DemoTable() {}

  /**
   * What is seen while it runs.
   *
   * @param maxLines edges that do not fit are counted only
   */
  static List<String> live(DemoView view, int maxLines) {
    String title =
        String.format(
            "Spanmill demo   %s   %s   (Ctrl-C ends)", clock(view.running()), view.source());
    return lines(title, view, maxLines);
  }

  /** What is said at the end. */
  static List<String> summary(DemoView view) {
    return lines("Spanmill demo   ended after " + clock(view.running()), view, Integer.MAX_VALUE);
  }

  private static List<String> lines(String title, DemoView view, int maxLines) {
    List<String> lines = new ArrayList<>();
    lines.add(title);
    lines.add("");
    addTotals(lines, view.decisions(), view.counts());
    addAlerts(lines, view.alerts());
    lines.add("");
    addServices(lines, view.services());
    lines.add("");
    addTimes(lines, view.times());
    addErrors(lines, view.errors());
    addCalls(lines, view.calls(), maxLines - lines.size() - 1);
    return lines;
  }

  private static void addTotals(
      List<String> lines, DemoView.Decisions decisions, DemoView.Counts counts) {
    lines.add(
        cut(total("traces", decisions.traces(), "decided: ") + listed(decisions.closedBy()), 100));
    lines.add(
        cut(total("kept", decisions.kept(), "by policy: ") + listed(decisions.keptBy()), 100));
    lines.add(
        total("spans", counts.spans(), "")
            + format("late %,d, duplicate %,d", counts.late(), counts.duplicates())
            + format(", dead letters %,d", counts.deadLetters()));
    lines.add(total("lag", counts.lag(), "requests") + age(decisions));
  }

  private static void addAlerts(List<String> lines, DemoView.@Nullable Alerts alerts) {
    if (alerts != null) {
      String latest = alerts.firing() == 0 ? "none fires" : "firing: " + alerts.latest();
      lines.add(cut(total("alerts", alerts.firing(), latest), 100));
    }
  }

  private static String total(String name, long count, String what) {
    return format("%-7s %,9d  %s", name, count, what);
  }

  private static String age(DemoView.Decisions decisions) {
    return decisions.traces() == 0
        ? ""
        : format(
            "; the newest decided trace ended %.1f s ago", decisions.behind().toMillis() / 1e3);
  }

  private static String listed(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "none yet"
        : new TreeMap<>(counts)
            .entrySet().stream()
                .map(count -> format("%s %,d", count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
  }

  private static void addServices(List<String> lines, List<DemoView.Service> services) {
    lines.add(
        format(
            SERVICE,
            "SERVICES, last 60 s *",
            "LANGUAGE",
            "RATE/S",
            "ERROR %",
            "P50",
            "P95",
            "P99"));
    for (DemoView.Service service : services) {
      lines.add(row(service));
    }
    lines.add("* by the SERVER and CONSUMER spans that ended then");
  }

  private static String row(DemoView.Service service) {
    return format(
        SERVICE,
        cut(service.name(), 28),
        service.language().isEmpty() ? "-" : cut(service.language(), 10),
        format("%,.1f", service.perSecond()),
        format("%.1f", 100 * service.errorShare()),
        time(service.p50()),
        time(service.p95()),
        time(service.p99()));
  }

  private static void addTimes(List<String> lines, List<DemoView.Time> times) {
    if (times.isEmpty()) {
      return;
    }
    lines.add(
        format(TIME, "WHERE THE TIME GOES, last 60 s", "MOST OF IT IN", "SHARE %", "SECONDS"));
    times.stream().limit(ENTRIES).forEach(time -> lines.add(row(time)));
    lines.add("");
  }

  private static String row(DemoView.Time time) {
    return format(
        TIME,
        cut(time.entry(), 36),
        cut(time.part(), 42),
        format("%.1f", 100 * time.share()),
        format("%,.2f", time.seconds()));
  }

  private static void addErrors(List<String> lines, List<DemoView.Errors> errors) {
    if (errors.isEmpty()) {
      return;
    }
    lines.add(format(ERRORS, "ERRORS, last 60 s", "ORIGIN", "ENTRY", "COUNT", "").stripTrailing());
    for (DemoView.Errors group : errors.subList(0, Math.min(errors.size(), MOST_ERRORS))) {
      lines.add(row(group).stripTrailing());
    }
    if (errors.size() > MOST_ERRORS) {
      lines.add(format("… and %,d more", errors.size() - MOST_ERRORS));
    }
    lines.add("");
  }

  private static String row(DemoView.Errors group) {
    return format(
        ERRORS,
        cut(group.what(), 46),
        cut(group.origin(), 17),
        cut(group.entry(), 20),
        format("%,d", group.count()),
        group.isNew() ? "new" : "");
  }

  private static void addCalls(List<String> lines, List<DemoView.Calls> calls, int room) {
    lines.add(format(CALLS, "EDGES, last 60 s: client", "SERVER", "TYPE", "CALLS", "FAILED"));
    int shown = calls.size() <= room ? calls.size() : Math.max(0, room - 1);
    for (DemoView.Calls edge : calls.subList(0, shown)) {
      lines.add(row(edge));
    }
    if (shown < calls.size()) {
      lines.add(format("… and %,d more", calls.size() - shown));
    }
  }

  private static String row(DemoView.Calls edge) {
    return format(
        CALLS,
        cut(edge.client(), 28),
        "→ " + cut(edge.server(), 28),
        edge.type().isEmpty() ? "-" : cut(edge.type(), 16),
        format("%,d", edge.calls()),
        format("%,d", edge.failed()));
  }

  /** Three digits: 47.2 µs, 6.56 ms, 536 ms, 1.20 s. */
  private static String time(double seconds) {
    if (seconds <= 0) {
      return "-";
    }
    if (seconds < 999.5e-6) {
      return digits(seconds * 1e6) + " µs";
    }
    return seconds < 999.5e-3 ? digits(seconds * 1e3) + " ms" : digits(seconds) + " s";
  }

  private static String digits(double number) {
    if (number >= 99.95) {
      return format("%,.0f", number);
    }
    return format(number < 9.995 ? "%.2f" : "%.1f", number);
  }

  private static String clock(Duration time) {
    return time.toHours() == 0
        ? format("%d:%02d", time.toMinutes(), time.toSecondsPart())
        : format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  /** A name of at most so many characters. */
  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
