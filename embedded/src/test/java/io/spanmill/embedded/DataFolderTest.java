package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code local} on every capture of a folder that the property {@code spanmill.data} names: {@code
 * public/NAME.otlpbin.zst} with {@code public/oracle}, and {@code polyglot/NAME/otlp} with {@code
 * polyglot/NAME/oracle}; and how right what is counted from kept spans is, on two of them. {@code
 * scripts/check-data} runs it.
 */
final class DataFolderTest {
  private static final String ENDING = ".otlpbin.zst";

  /** Captures in which estimates are held against the truth. */
  private static final Set<String> ESTIMATED = Set.of("nezha-ob-0822", "polyglot/clean");

  private static final int ESTIMATES = 1_000;
  private static final long SEED = 3;

  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> everyCaptureComparesWithItsOracle() throws IOException {
    String data = System.getProperty("spanmill.data", "");
    if (data.isEmpty()) {
      // A test of its own, as nobody would be told of a factory that gives up.
      String message = "skipped: -Dspanmill.data names no folder of captures";
      return List.of(DynamicTest.dynamicTest("captures", () -> assumeTrue(false, message)));
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : list(Path.of(data, "public"), ENDING)) {
      String name = file.getFileName().toString().replace(ENDING, "");
      tests.add(DynamicTest.dynamicTest(name, () -> tell(name, () -> checkPublished(name, file))));
      addEstimates(tests, name, List.of(file));
    }
    for (Path run : list(Path.of(data, "polyglot"), "")) {
      if (Files.isDirectory(run)) {
        String name = "polyglot/" + run.getFileName();
        tests.add(DynamicTest.dynamicTest(name, () -> tell(name, () -> checkShop(name, run))));
        addEstimates(tests, name, requestFiles(run));
      }
    }
    assertThat(tests).as("captures in " + data).isNotEmpty();
    return tests;
  }

  private static List<Path> list(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private Report checkPublished(String name, Path file) throws IOException {
    Oracle oracle = new Oracle(Objects.requireNonNull(file.getParent()).resolve("oracle"), name);
    Capture capture = new Capture(name, List.of(file), oracle);
    CaptureRuns runs = new CaptureRuns(capture, scratch(name));
    LocalOutput output = runs.asCaptured();
    runs.atTenPercent();
    return new Report(runs.differences(), oracle.leafCalls(output));
  }

  private Report checkShop(String name, Path run) throws Exception {
    Oracle oracle = new Oracle(run.resolve("oracle"), "shop");
    CaptureRuns runs = new CaptureRuns(new Capture(name, requestFiles(run), oracle), scratch(name));
    LocalOutput output = runs.asCaptured();
    Differences logs = new Differences("logs of the services");
    ServiceLogs.compare(run.resolve("oracle").resolve("log.red.tsv"), output, logs);
    runs.differences().addAll(logs.lines());
    Differences errors = new Differences("errors");
    ShopErrors.compare(oracle.total("exception_events"), output.errors(), errors);
    runs.differences().addAll(errors.lines());
    int sleepers = runs.sleepers(output);
    runs.atTenPercent();
    double late = runs.replayed(CapturedRequests.traces(run.resolve("otlp")));
    String share = String.format("%.2f %% of traces with late spans, ", 100 * late);
    if (sleepers == 0) {
      runs.differences().add("there is no slow trace: nothing is tested");
    }
    String slow = sleepers + " slow traces told by their paths, ";
    return new Report(runs.differences(), share + slow + oracle.leafCalls(output));
  }

  private static List<Path> requestFiles(Path run) {
    Path requests = run.resolve("otlp");
    return List.of(
        requests.resolve("traces.otlpbin.zst"), requests.resolve("traces.otlpjsonbin.zst"));
  }

  private static void addEstimates(List<DynamicTest> tests, String name, List<Path> files) {
    if (ESTIMATED.contains(name)) {
      String estimates = name + ", estimates";
      tests.add(
          DynamicTest.dynamicTest(estimates, () -> tell(estimates, () -> checkEstimates(files))));
    }
  }

  private static Report checkEstimates(List<Path> files) throws IOException {
    HeadSampledTraces traces = HeadSampledTraces.of(Capture.open(files), SEED);
    EstimateRuns byLevels = EstimateRuns.of(traces, TailRule.Kind.BY_LEVELS, ESTIMATES);
    EstimateRuns naive = EstimateRuns.of(traces, TailRule.Kind.NAIVE, ESTIMATES);
    List<String> differences = new ArrayList<>(byLevels.contradictions());
    if (naive.contradictions().isEmpty()) {
      differences.add("the naive rule passes, too: nothing is tested");
    }
    String remarks =
        String.format(
            "%d operations, %d runs: mean within %.1f, variance within %.1f standard errors; the"
                + " naive rule is up to %.1f off",
            traces.operations().size(),
            ESTIMATES,
            byLevels.farthestMean(),
            byLevels.farthestVariance(),
            naive.farthestMean());
    return new Report(differences, remarks);
  }

  private Path scratch(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private record Report(List<String> differences, String remarks) {}

  private interface Check {
    Report run() throws Exception;
  }

  /** The line that the script shows. */
  private static void tell(String name, Check check) throws Exception {
    String line = "failed";
    try {
      Report report = check.run();
      boolean same = report.differences().isEmpty();
      String result = same ? "OK" : "DIFFERS: " + String.join("; ", report.differences());
      line = result + " (" + report.remarks() + ")";
      assertThat(report.differences()).isEmpty();
    } catch (Exception failure) {
      line = "FAILED: " + failure;
      throw failure;
    } finally {
      System.out.println("check-data: " + name + ": " + line);
    }
  }
}
