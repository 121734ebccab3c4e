package io.spanmill.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code local} on a capture in several ways, and notes what differs from its oracle. */
final class CaptureRuns {
  /** The default policies, and a dimension that tells errors as the services' logs do. */
  private static final String DEFAULT = "red: {dimensions: [http.response.status_code]}\n";

  private static final String TENTH =
      "sampling: {policies: [{name: tenth, type: probabilistic,"
          + " probabilistic: {sampling_percentage: 10}}]}\n";

  /** The threshold of 10 %: 0.9 · 2^56, in four digits. */
  private static final String TENTH_THRESHOLD = "e666";

  private static final long SEED = 20_260_101;
  private static final double LATE_SHARE = 0.03;

  private final Capture capture;
  private final Path folder;
  private final Spanmill spanmill;
  private final List<String> differences = new ArrayList<>();

  /**
   * @param folder for what is read and written meanwhile
   */
  CaptureRuns(Capture capture, Path folder) {
    this.capture = capture;
    this.folder = folder;
    this.spanmill = new Spanmill(folder);
  }

  /** What was not as it should be in all runs so far. */
  List<String> differences() {
    return differences;
  }

  /** Compares everything. */
  LocalOutput asCaptured() throws IOException {
    Differences found = new Differences("as captured");
    LocalOutput output = spanmill.local("as-captured", DEFAULT + SlowCases.CONFIG, capture.files());
    capture.oracle().compare(output, 0, found);
    found.equal(
        "requests", capture.oracle().total("requests"), output.summary().number("requests"));
    KeptSpans.compare(capture.open(), output, found);
    SlowCases.compareSums(output, found);
    differences.addAll(found.lines());
    return output;
  }

  /**
   * Whether critical paths tell who slept, in captures of services that do one thing after the
   * other.
   *
   * @param output of {@link #asCaptured}
   * @return in how many traces somebody did
   */
  int sleepers(LocalOutput output) throws IOException {
    Differences found = new Differences("critical paths");
    SlowCases slow = SlowCases.of(capture.open());
    slow.compare(output, found);
    differences.addAll(found.lines());
    return slow.count();
  }

  /** At a probability alone, it depends on nothing but the traces' ids which of them are kept. */
  void atTenPercent() throws IOException {
    KeptSet set = KeptSet.of(capture.open());
    atTenPercent("10 percent", set, capture.files(), 0);

    Path shuffled = folder.resolve("shuffled.otlpbin");
    try (Rewriting rewriting = new Rewriting(shuffled, SEED)) {
      rewriting.shuffle(capture.open());
    }
    atTenPercent("10 percent, shuffled by " + SEED, set, List.of(shuffled), 0);

    Path split = folder.resolve("split.otlpbin");
    long repeats;
    try (Rewriting rewriting = new Rewriting(split, SEED)) {
      rewriting.split(capture.open());
      repeats = rewriting.repeats();
    }
    atTenPercent("10 percent, split by " + SEED, set, List.of(split), repeats);
  }

  private void atTenPercent(String run, KeptSet set, List<Path> files, long repeats)
      throws IOException {
    Differences found = new Differences(run);
    LocalOutput output = spanmill.local(run.replaceAll("\\W+", "-"), TENTH, files);
    set.compare(TENTH_THRESHOLD, output, found);
    capture.oracle().compare(output, repeats, found);
    KeptSpans.compare(Capture.open(files), output, found);
    differences.addAll(found.lines());
  }

  /**
   * Few spans come late, and it makes no difference to what is counted how many do.
   *
   * @param requests with the times when they really arrived
   * @return the share of traces that get late spans
   */
  double replayed(List<StoredRequest> requests) throws Exception {
    LocalOutput usual = replayed("replayed", "", requests);
    double late = lateShare(usual);
    Differences found = new Differences("replayed");
    if (late >= LATE_SHARE) {
      found.add("traces with late spans", "share is " + late + ", not below " + LATE_SHARE);
    }
    LocalOutput hasty = replayed("settle-100ms", "assembly: {settle: 100ms}\n", requests);
    LocalOutput patient = replayed("settle-30s", "assembly: {settle: 30s}\n", requests);
    if (lateShare(hasty) <= lateShare(patient)) {
      found.add("traces with late spans", "are no more at 100 ms than at 30 s: nothing is tested");
    }
    found.equal("calls by client, settle 100 ms", callsByClient(patient), callsByClient(hasty));
    found.equal("edges, settle 100 ms", edges(patient), edges(hasty));
    found.equal("edges, settle 6 s", edges(patient), edges(usual));
    differences.addAll(found.lines());
    return late;
  }

  private LocalOutput replayed(String run, String config, List<StoredRequest> requests)
      throws Exception {
    Differences found = new Differences(run);
    LocalOutput output = spanmill.replay(run, config, new ListedRequests(requests));
    capture.oracle().compare(output, 0, found);
    KeptSpans.compare(new ListedRequests(requests), output, found);
    differences.addAll(found.lines());
    return output;
  }

  private static double lateShare(LocalOutput output) throws IOException {
    List<Json> decisions = output.decisions();
    long late = decisions.stream().filter(decision -> decision.number("late_spans") > 0).count();
    return (double) late / decisions.size();
  }

  private static Map<List<String>, Long> callsByClient(LocalOutput output) throws IOException {
    Map<List<String>, Long> calls = new HashMap<>();
    for (Json edge : output.edges()) {
      calls.merge(List.of(edge.text("client")), edge.number("calls"), Long::sum);
    }
    return calls;
  }

  private static Map<List<String>, List<Long>> edges(LocalOutput output) throws IOException {
    Map<List<String>, List<Long>> edges = new HashMap<>();
    for (Json edge : output.edges()) {
      edges.put(
          List.of(
              edge.text("window_start_unix_nano"),
              edge.text("client"),
              edge.text("server"),
              edge.text("connection_type")),
          List.of(
              edge.number("calls"),
              edge.number("failed"),
              edge.number("client_errors"),
              edge.number("server_errors")));
    }
    return edges;
  }
}
