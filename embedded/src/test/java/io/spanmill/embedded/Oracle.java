package io.spanmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a program that shares nothing with this project counted in a capture: {@code spans}, {@code
 * edges}, {@code sizes}, {@code durations} and {@code summary}, each a file.
 */
final class Oracle {
  private static final double QUANTILE_TOLERANCE = 0.01;

  private final Path folder;
  private final String name;
  private final Map<List<String>, Long> spans = new HashMap<>();
  private final Set<String> services = new HashSet<>();
  private final Map<String, Long> totals = new HashMap<>();

  Oracle(Path folder, String name) throws IOException {
    this.folder = folder;
    this.name = name;
    for (Map<String, String> row : table("spans")) {
      services.add(row.get("service"));
      List<String> series =
          List.of(row.get("service"), row.get("operation"), row.get("kind"), row.get("status"));
      spans.merge(series, Long.parseLong(row.get("count")), Long::sum);
    }
    readTotals();
  }

  private void readTotals() throws IOException {
    Path json = folder.resolve(name + ".summary.json");
    if (Files.exists(json)) {
      Json summary = Json.read(json);
      for (String total :
          List.of("requests", "spans", "traces", "duplicate_spans", "exception_events")) {
        if (summary.has(total)) {
          totals.put(total, summary.number(total));
        }
      }
    } else {
      for (Map<String, String> row : table("summary")) {
        totals.put(row.get("name"), Long.parseLong(row.get("value")));
      }
    }
  }

  private List<Map<String, String>> table(String content) throws IOException {
    return Table.read(folder.resolve(name + "." + content + ".tsv")).rows();
  }

  long total(String what) {
    return totals.getOrDefault(what, 0L);
  }

  /**
   * Holds everything against the output of a run.
   *
   * @param repeats spans that the run got for a second time, beyond those in the capture
   */
  void compare(LocalOutput output, long repeats, Differences differences) throws IOException {
    List<Json> red = output.red();
    differences.equal("calls", spans, calls(red));
    compareQuantiles(red, differences);
    compareEdges(output.edges(), differences);
    compareDecisions(output.decisions(), differences);
    compareSummary(output.summary(), repeats, differences);
    differences.equal("dead letters", 0, output.deadLetters().size());
  }

  private static Map<List<String>, Long> calls(List<Json> red) {
    Map<List<String>, Long> calls = new HashMap<>();
    for (Json point : red) {
      List<String> series =
          List.of(
              point.text("service"),
              point.text("span_name"),
              point.text("span_kind").substring("SPAN_KIND_".length()),
              point.text("status_code").substring("STATUS_CODE_".length()));
      calls.merge(series, point.number("calls"), Long::sum);
    }
    return calls;
  }

  private void compareQuantiles(List<Json> red, Differences differences) throws IOException {
    Map<String, DurationCounts> counts = new HashMap<>();
    for (Json point : red) {
      counts
          .computeIfAbsent(point.text("service"), service -> new DurationCounts())
          .add(point.object("histogram"));
    }
    for (Map<String, String> row : table("durations")) {
      DurationCounts found = counts.get(row.get("service"));
      if (found != null && row.getOrDefault("scope", "all").equals("all")) {
        for (int percent : new int[] {50, 95, 99}) {
          double seconds = Long.parseLong(row.get("p" + percent + "_ns")) / 1e9;
          double told = found.quantileSeconds(percent);
          if (Math.abs(told - seconds) > QUANTILE_TOLERANCE * seconds) {
            differences.add("p" + percent, row.get("service") + " is " + told + ", not " + seconds);
          }
        }
      }
    }
  }

  private void compareEdges(List<Json> edges, Differences differences) throws IOException {
    Map<List<String>, List<Long>> expected = new HashMap<>();
    for (Map<String, String> row : table("edges")) {
      add(
          expected,
          List.of(row.get("client_service"), row.get("server_service")),
          Long.parseLong(row.get("count")),
          Long.parseLong(row.get("client_errors")),
          Long.parseLong(row.get("server_errors")));
    }
    Map<List<String>, List<Long>> actual = new HashMap<>();
    for (Json edge : edges) {
      if (isTraced(edge)) {
        add(
            actual,
            List.of(edge.text("client"), edge.text("server")),
            edge.number("calls"),
            edge.number("client_errors"),
            edge.number("server_errors"));
      }
    }
    differences.equal("edges [calls, client errors, server errors]", expected, actual);
  }

  private boolean isTraced(Json edge) {
    return Set.of("", "messaging_system").contains(edge.text("connection_type"))
        && services.contains(edge.text("client"))
        && services.contains(edge.text("server"));
  }

  private static void add(Map<List<String>, List<Long>> sums, List<String> key, Long... counts) {
    sums.merge(
        key,
        List.of(counts),
        (one, other) -> {
          List<Long> sum = new ArrayList<>();
          for (int i = 0; i < counts.length; i++) {
            sum.add(one.get(i) + other.get(i));
          }
          return sum;
        });
  }

  private void compareDecisions(List<Json> decisions, Differences differences) throws IOException {
    Map<List<String>, Long> expected = new HashMap<>();
    for (Map<String, String> row : table("sizes")) {
      expected.put(List.of(row.get("spans_in_trace")), Long.parseLong(row.get("traces")));
    }
    Map<List<String>, Long> actual = new HashMap<>();
    Set<String> traces = new HashSet<>();
    for (Json decision : decisions) {
      long size = decision.number("spans") + decision.number("late_spans");
      actual.merge(List.of(Long.toString(size)), 1L, Long::sum);
      if (!traces.add(decision.text("trace_id"))) {
        differences.add("decisions", decision.text("trace_id") + " is decided twice");
      }
    }
    differences.equal("decisions", total("traces"), (long) decisions.size());
    differences.equal("traces by size", expected, actual);
  }

  private void compareSummary(Json summary, long repeats, Differences differences) {
    differences.equal("spans", total("spans"), summary.number("spans"));
    differences.equal("traces", total("traces"), summary.number("traces"));
    differences.equal(
        "duplicates", total("duplicate_spans") + repeats, summary.number("duplicate_spans"));
    differences.equal("dead letters counted", 0L, summary.number("dead_letters"));
  }

  /** How calls to those that are not traced compare; not every name is a matter of right. */
  String leafCalls(LocalOutput output) throws IOException {
    Map<List<String>, Long> found = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    for (Json edge : output.edges()) {
      if (!isTraced(edge) && services.contains(edge.text("client"))) {
        found.merge(
            List.of(edge.text("client"), edge.text("server")), edge.number("calls"), Long::sum);
      }
    }
    int targets = 0;
    int equal = 0;
    for (Map<String, String> row : table("leaf_edges")) {
      targets++;
      List<String> edge = List.of(row.get("service"), row.get("target"));
      equal += found.remove(edge, Long.parseLong(row.get("count"))) ? 1 : 0;
    }
    String others = found.isEmpty() ? "" : ", others " + found;
    return "virtual edges: " + equal + " of " + targets + " as the oracle" + others;
  }
}
