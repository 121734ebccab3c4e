package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.Histogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what the output topics tell. For one thread. */
final class DemoTally {
  /** How far back services and edges are shown. */
  static final Duration SHOWN = Duration.ofSeconds(60);

  private static final double NANOS_PER_SECOND = 1e9;

  private final LatestPoints<ServicePoint> red = new LatestPoints<>(SHOWN);
  private final LatestPoints<CallPoint> edges = new LatestPoints<>(SHOWN);
  private final LatestPoints<TimePoint> times = new LatestPoints<>(SHOWN);
  private final LatestPoints<ErrorsPoint> errors = new LatestPoints<>(SHOWN);
  private final Map<String, Long> keptBy = new TreeMap<>();
  private final Map<String, Long> closedBy = new TreeMap<>();
  private final Map<String, FiringAlert> alerts = new TreeMap<>();
  private long traces;
  private long kept;
  private long firstStartNanos = Long.MAX_VALUE;
  private long lastEndNanos;
  private long measuredToNanos;

  void decision(byte[] json) {
    DecidedTrace trace = DecidedTrace.read(json);
    if (trace.isAmendment()) {
      return;
    }
    traces++;
    closedBy.merge(trace.closedBy(), 1L, Long::sum);
    if (trace.kept()) {
      kept++;
      keptBy.merge(trace.policy(), 1L, Long::sum);
    }
    firstStartNanos = Math.min(firstStartNanos, trace.startNanos());
    lastEndNanos = Math.max(lastEndNanos, trace.endNanos());
  }

  void red(byte[] key, byte @Nullable [] json) {
    measuredToNanos = lastEndNanos;
    red.put(key, json == null ? null : ServicePoint.read(json));
  }

  void edge(byte[] key, byte @Nullable [] json) {
    edges.put(key, json == null ? null : CallPoint.read(json));
  }

  /** What is resolved, or came to nothing, is of no interest any more. */
  void alert(byte[] key, byte @Nullable [] json) {
    FiringAlert alert = json == null ? null : FiringAlert.read(json);
    if (alert == null) {
      alerts.remove(new String(key, UTF_8));
    } else {
      alerts.put(new String(key, UTF_8), alert);
    }
  }

  DemoView.Alerts alerts() {
    return alerts.values().stream()
        .max(Comparator.comparingLong(FiringAlert::atNanos))
        .map(latest -> new DemoView.Alerts(alerts.size(), latest.summary()))
        .orElse(new DemoView.Alerts(0, ""));
  }

  void path(byte[] key, byte[] json) {
    times.put(key, TimePoint.read(json));
  }

  void error(byte[] key, byte @Nullable [] json) {
    errors.put(key, json == null ? null : ErrorsPoint.read(json));
  }

  DemoView.Decisions decisions(long nowNanos) {
    long behind = traces == 0 ? 0 : Math.max(0, nowNanos - lastEndNanos);
    return new DemoView.Decisions(
        traces, kept, Map.copyOf(keptBy), Map.copyOf(closedBy), Duration.ofNanos(behind));
  }

  /** By name. */
  List<DemoView.Service> services() {
    Map<String, ServiceSum> sums = new TreeMap<>();
    for (ServicePoint point : red.all()) {
      sums.computeIfAbsent(point.service(), name -> new ServiceSum()).add(point);
    }
    double seconds = secondsShown();
    List<DemoView.Service> services = new ArrayList<>();
    sums.forEach((name, sum) -> services.add(sum.shown(name, seconds)));
    return services;
  }

  /** The busiest first; what was taken back is not there. */
  List<DemoView.Calls> calls() {
    Map<DemoView.Calls, long[]> sums = new HashMap<>();
    for (CallPoint point : edges.all()) {
      long[] sum = sums.computeIfAbsent(point.edge(), edge -> new long[2]);
      sum[0] += point.calls();
      sum[1] += point.failed();
    }
    return sums.entrySet().stream()
        .filter(sum -> sum.getValue()[0] > 0)
        .map(sum -> counted(sum.getKey(), sum.getValue()))
        .sorted(
            Comparator.comparingLong(DemoView.Calls::calls)
                .reversed()
                .thenComparing(DemoView.Calls::client)
                .thenComparing(DemoView.Calls::server))
        .toList();
  }

  /** New groups first, of both the most frequent first. */
  List<DemoView.Errors> errors() {
    Map<String, List<ErrorsPoint>> groups = new TreeMap<>();
    for (ErrorsPoint point : errors.all()) {
      groups.computeIfAbsent(point.fingerprint(), name -> new ArrayList<>()).add(point);
    }
    return groups.values().stream()
        .map(DemoTally::group)
        .sorted(
            Comparator.comparing(DemoView.Errors::isNew)
                .thenComparingLong(DemoView.Errors::count)
                .reversed()
                .thenComparing(DemoView.Errors::what))
        .toList();
  }

  private static DemoView.Errors group(List<ErrorsPoint> points) {
    long count = points.stream().mapToLong(ErrorsPoint::count).sum();
    boolean isNew = points.stream().anyMatch(ErrorsPoint::isNew);
    return points.get(points.size() - 1).shown(count, isNew);
  }

  private static DemoView.Calls counted(DemoView.Calls edge, long[] sum) {
    return new DemoView.Calls(edge.client(), edge.server(), edge.type(), sum[0], sum[1]);
  }

  /** The entries that took the longest first, each with the part that took most of it. */
  List<DemoView.Time> times() {
    Map<String, Map<String, Double>> entries = new TreeMap<>();
    for (TimePoint point : times.all()) {
      entries
          .computeIfAbsent(point.entry(), entry -> new TreeMap<>())
          .merge(point.part(), point.seconds(), Double::sum);
    }
    return entries.entrySet().stream()
        .map(entry -> top(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble(DemoView.Time::seconds).reversed())
        .toList();
  }

  private static DemoView.Time top(String entry, Map<String, Double> parts) {
    double total = parts.values().stream().mapToDouble(Double::doubleValue).sum();
    Map.Entry<String, Double> top = Collections.max(parts.entrySet(), Map.Entry.comparingByValue());
    double share = total == 0 ? 1 : top.getValue() / total;
    return new DemoView.Time(entry, top.getKey(), share, total);
  }

  /**
   * From the oldest window, or the first trace if that is later, to the last trace that had been
   * decided when RED was last told: it comes a little after the decisions that it counts.
   */
  private double secondsShown() {
    long from = Math.max(red.oldestNanos(), firstStartNanos);
    return Math.max(1, (measuredToNanos - from) / NANOS_PER_SECOND);
  }

  /** All series of a service. */
  private static final class ServiceSum {
    private final Histogram durations = new Histogram();
    private String language = "";
    private long calls;
    private long errors;

    void add(ServicePoint point) {
      language = point.language().isEmpty() ? language : point.language();
      if (point.isEntry()) {
        calls += point.calls();
        errors += point.errors();
        durations.addAll(point.durations());
      }
    }

    DemoView.Service shown(String name, double seconds) {
      return new DemoView.Service(
          name,
          language,
          calls / seconds,
          calls == 0 ? 0 : (double) errors / calls,
          durations.quantile(0.50),
          durations.quantile(0.95),
          durations.quantile(0.99));
    }
  }
}
