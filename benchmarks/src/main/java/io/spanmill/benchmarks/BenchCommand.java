package io.spanmill.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.embedded.TemporaryDirectory;
import io.spanmill.topology.cli.Command;
import io.spanmill.topology.cli.Surroundings;
import io.spanmill.topology.cli.TypedChoice;
import io.spanmill.topology.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Measures what a span costs on this machine. */
@CommandLine.Command(
    name = "bench",
    header = "Measure what a span costs, application and broker together.",
    description = {
      "Starts a broker and the pipeline, each in a process of its own, writes a generated load,",
      "and takes the CPU time of both while it is worked off; the median of several rounds, after",
      "one to warm up. Needs Linux, as the times come from /proc.",
      "",
      "docs/performance.md says what the figures are made of.",
      ""
    })
public final class BenchCommand implements Command {
  /** How a load looks. */
  private enum Profile {
    ORDINARY,
    TAILED,
    LARGE;

    OrdinaryLoad.Shape shape() {
      return switch (this) {
        case ORDINARY -> OrdinaryLoad.Shape.ORDINARY;
        case TAILED -> OrdinaryLoad.Shape.TAILED;
        case LARGE -> OrdinaryLoad.Shape.LARGE;
      };
    }
  }

  private static final String STANDARD = "standard.yaml";

  @CommandLine.Option(
      names = "--spans",
      paramLabel = "N",
      description = "Spans in each round (default: 2000000).")
  private long spans = 2_000_000;

  @CommandLine.Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that are measured (default: 3).")
  private int rounds = 3;

  @CommandLine.Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Spans before the first round (default: 3000000).")
  private long warmUp = 3_000_000;

  @CommandLine.Option(
      names = "--profile",
      paramLabel = "NAME",
      description = {
        "ordinary: traces of 5 to 20 spans, 250 to 400 bytes a span (default);",
        "tailed: some traces of up to 5000 spans; large: spans of 2 KB."
      })
  private String profile = "ordinary";

  @CommandLine.Option(
      names = "--design",
      paramLabel = "NAME",
      description = "spanmill (default), or one that it has beaten: docs/performance.md.")
  private String design = "spanmill";

  @CommandLine.Option(
      names = "--threads",
      paramLabel = "N",
      description = "Stream threads (default: 1).")
  private int threads = 1;

  @CommandLine.Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of the input and of the spans topic (default: 8).")
  private int partitions = 8;

  @CommandLine.Option(
      names = "--input",
      paramLabel = "KIND",
      description = {
        "mixed: requests as they come (default); partitioned: divided by partition of their",
        "traces, and by-trace: divided by trace, both with input.partitioned_by: trace_id."
      })
  private String input = "mixed";

  @CommandLine.Option(
      names = "--services",
      paramLabel = "N",
      description = "Services of the ordinary profile; if given, 20 of them share a request.")
  private int services;

  @CommandLine.Option(
      names = "--trace-spans",
      paramLabel = "N",
      description = "Spans of each trace of the ordinary profile (default: 5 to 20).")
  private int traceSpans;

  @CommandLine.Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What is configured beside names and addresses (default: five policies).")
  private @Nullable Path config;

  @CommandLine.Option(
      names = "--latency",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether to measure latency at half the rate, too (default: yes).")
  private boolean latency = true;

  @CommandLine.Option(
      names = "--keep",
      paramLabel = "FILE",
      description = "Adds the result to this file, as a line of JSON.")
  private @Nullable Path keep;

  @CommandLine.Option(names = "--json", description = "The last line of the output is JSON.")
  private boolean json;

  @Override
  public int run(Surroundings surroundings) throws Exception {
    BenchPlan plan = plan();
    PrintWriter progress = surroundings.err();
    BenchReport report;
    try (TemporaryDirectory folder = TemporaryDirectory.create("spanmill-bench")) {
      report =
          measure(
              plan,
              folder,
              said -> {
                progress.println("bench: " + said);
                progress.flush();
              });
    }
    report.table().forEach(surroundings.out()::println);
    if (json) {
      surroundings.out().println(report.json());
    }
    if (keep != null) {
      Files.writeString(
          keep, report.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return DONE;
  }

  private BenchReport measure(BenchPlan plan, TemporaryDirectory folder, Consumer<String> progress)
      throws Exception {
    BenchRun run = folder.own(new BenchRun(plan, folder.path(), progress));
    run.warmUp();
    List<Drained> drained = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      drained.add(run.drain(round));
      progress.accept(
          String.format(Locale.ROOT, "round %d: %.2f", round, drained.get(round - 1).cost()));
    }
    int half = (int) (Drained.median(drained, Drained::spansPerSecond) / 2);
    Latencies latencies = latency ? run.latencies(half, 20) : null;
    return new BenchReport(drained, latencies, run.peakHeap(), run.peakMemory(), settings(plan));
  }

  private BenchPlan plan() throws IOException {
    if (spans < 1 || rounds < 1 || warmUp < 1 || threads < 1 || partitions < 1) {
      throw new ConfigException(
          "--spans, --rounds, --warm-up, --threads and --partitions: must be at least 1");
    }
    List<String> lines = new ArrayList<>(configuration().lines().toList());
    InputKind kind = TypedChoice.of("--input", input, InputKind.class);
    Design who = TypedChoice.of("--design", design, Design.class);
    if (kind.isByTrace() && who != Design.SPANMILL) {
      throw new ConfigException("--input: " + input + " is for --design spanmill only");
    }
    lines.add("threads: " + threads);
    lines.addAll(kind.isByTrace() ? kind.config() : List.of("partitions: " + partitions));
    return new BenchPlan(
        who, shape(), 50_000, warmUp, spans, rounds, partitions, kind, options(), lines);
  }

  private OrdinaryLoad.Shape shape() {
    if (services > 0) {
      return OrdinaryLoad.Shape.ofServices(services);
    }
    return traceSpans > 0
        ? OrdinaryLoad.Shape.ofTraces(traceSpans)
        : TypedChoice.of("--profile", profile, Profile.class).shape();
  }

  private String configuration() throws IOException {
    if (config != null) {
      return Files.readString(config);
    }
    try (InputStream standard = BenchCommand.class.getResourceAsStream(STANDARD)) {
      return new String(Objects.requireNonNull(standard).readAllBytes(), UTF_8);
    }
  }

  /** Those of this process: the launcher's, that every command gets. */
  private static List<String> options() {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-Dspanmill.")) {
        options.add(option);
      }
    }
    // Each compiler thread is counted to its end.
    options.add("-XX:-UseDynamicNumberOfCompilerThreads");
    return options;
  }

  private Map<String, String> settings(BenchPlan plan) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("design", plan.design().name().toLowerCase(Locale.ROOT));
    settings.put("load", plan.shape().toString());
    settings.put("input", plan.input().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    settings.put("spans", plan.warmUp() + " + " + plan.rounds() + " x " + plan.spans());
    settings.put("threads", Integer.toString(threads));
    settings.put("partitions", Integer.toString(partitions));
    settings.put("java", Runtime.version().toString());
    settings.put("java options", String.join(" ", plan.options()));
    settings.put("config", config == null ? STANDARD : config.getFileName().toString());
    settings.putAll(Provenance.ofThisRun());
    return settings;
  }
}
