package io.spanmill.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a campaign has shown.
 *
 * @param struck how often each kind of fault struck
 * @param recoveries seconds, of each kind of fault, in no order
 * @param spans different ones in the input
 * @param traces in the input
 * @param unexpectedEnds how often an instance ended that nobody had ended
 * @param brokenPromises what else is wrong, for people to read
 */
record Report(
    long seed,
    Map<FaultKind, Integer> struck,
    Map<FaultKind, List<Double>> recoveries,
    long spans,
    long traces,
    Judgement judgement,
    int unexpectedEnds,
    List<String> brokenPromises) {

  @SuppressWarnings("InlineFormatString") // it stands beside what it lays out
  private static final String ROW = "%-16s %6s %6s %8s %6s %13s %13s %7s";

  boolean isRight() {
    return judgement.isRight() && brokenPromises.isEmpty();
  }

  /**
   * For people. What is lost or doubled cannot be put down to one fault, as a trace lives through
   * several of them: it stands in the last row only.
   */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        row("fault", "times", "lost", "doubled", "split", "wrong counts", "recovery p50", "max"));
    new EnumMap<>(asEnumMap())
        .forEach(
            (kind, times) -> {
              List<Double> seconds = recoveries.getOrDefault(kind, List.of());
              String p50 = seconds(median(seconds));
              lines.add(row(kind.label(), times, "", "", "", "", p50, seconds(max(seconds))));
            });
    List<Double> all = allRecoveries();
    lines.add(
        row(
            "total",
            faults(),
            judgement.lost(),
            judgement.doubled(),
            judgement.split(),
            judgement.wrongCounts(),
            seconds(median(all)),
            seconds(max(all))));
    return lines;
  }

  private EnumMap<FaultKind, Integer> asEnumMap() {
    EnumMap<FaultKind, Integer> ordered = new EnumMap<>(FaultKind.class);
    ordered.putAll(struck);
    return ordered;
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells).stripTrailing();
  }

  private static String seconds(double seconds) {
    return Double.isNaN(seconds) ? "-" : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /** One object in one line. */
  String json() {
    List<Double> all = allRecoveries();
    return String.format(
        Locale.ROOT,
        "{\"seed\":%d,\"faults\":%d,\"spans\":%d,\"traces\":%d,\"lost\":%d,\"doubled\":%d,"
            + "\"split\":%d,\"wrong_counts\":%d,\"recovery_seconds_p50\":%s,"
            + "\"recovery_seconds_max\":%s,\"unexpected_exits\":%d,\"broken_promises\":%d}",
        seed,
        faults(),
        spans,
        traces,
        judgement.lost(),
        judgement.doubled(),
        judgement.split(),
        judgement.wrongCounts(),
        jsonNumber(median(all)),
        jsonNumber(max(all)),
        unexpectedEnds,
        brokenPromises.size());
  }

  private static String jsonNumber(double number) {
    return Double.isNaN(number) ? "null" : String.format(Locale.ROOT, "%.2f", number);
  }

  private int faults() {
    return struck.values().stream().mapToInt(Integer::intValue).sum();
  }

  private List<Double> allRecoveries() {
    return recoveries.values().stream().flatMap(List::stream).toList();
  }

  /** By nearest rank; NaN of nothing. */
  private static double median(List<Double> numbers) {
    return numbers.isEmpty()
        ? Double.NaN
        : numbers.stream().sorted().toList().get((numbers.size() - 1) / 2);
  }

  private static double max(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }
}
