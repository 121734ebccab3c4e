package io.spanmill.chaos;

import io.spanmill.embedded.TemporaryDirectory;
import io.spanmill.topology.cli.Command;
import io.spanmill.topology.cli.Surroundings;
import io.spanmill.topology.cli.TypedChoice;
import io.spanmill.topology.cli.TypedDuration;
import io.spanmill.topology.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Makes faults, and counts what they have cost. */
@CommandLine.Command(
    name = "chaos",
    header = "Break brokers and instances, and count what is lost.",
    description = {
      "Starts three brokers and several instances on this machine, feeds them, breaks them, and",
      "holds all that came out against what had to. The same seed gives the same input and the",
      "same faults. Exit code 0 if nothing is lost, doubled, split or counted wrongly, else 1.",
      "",
      "docs/faults.md says what each fault is.",
      ""
    })
public final class ChaosCommand implements Command {
  @CommandLine.Option(
      names = "--seed",
      paramLabel = "N",
      description = "Everything random comes of it (default: 1).")
  private long seed = 1;

  @CommandLine.Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = TypedDuration.class,
      description = "How long input comes and faults strike (default: 120s).")
  private Duration length = Duration.ofMinutes(2);

  @CommandLine.Option(
      names = "--instances",
      paramLabel = "N",
      description = "Instances of the application (default: 2).")
  private int instances = 2;

  @CommandLine.Option(
      names = "--rate",
      paramLabel = "SPANS_PER_SECOND",
      description = "How much input (default: 500).")
  private int rate = 500;

  @CommandLine.Option(
      names = "--faults",
      paramLabel = "LIST",
      converter = TypedFaults.class,
      description = "Kinds of faults, with commas in between; all or none (default: all).")
  private TypedFaults.Chosen faults = new TypedFaults.Chosen(List.of(FaultKind.values()));

  @CommandLine.Option(
      names = "--guarantee",
      paramLabel = "GUARANTEE",
      description = "exactly_once_v2 or at_least_once (default: exactly_once_v2).")
  private String guarantee = "exactly_once_v2";

  @CommandLine.Option(
      names = "--input",
      paramLabel = "KIND",
      description = {
        "mixed: requests as they come (default); partitioned: divided by partition of their",
        "traces, and by-trace: divided by trace, both with input.partitioned_by: trace_id."
      })
  private String input = "mixed";

  @CommandLine.Option(names = "--json", description = "The last line of the output is JSON.")
  private boolean json;

  @CommandLine.Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Where logs, configurations and states are kept; must be empty or missing.")
  private @Nullable Path keep;

  @Override
  public int run(Surroundings surroundings) throws Exception {
    CampaignPlan plan = plan();
    Report report = run(plan, surroundings.out());
    print(report, surroundings.out());
    return report.isRight() ? DONE : FAILED;
  }

  private CampaignPlan plan() {
    if (instances < 1 || rate < 1) {
      throw new ConfigException("--instances and --rate: must be at least 1");
    }
    if (!List.of("exactly_once_v2", "at_least_once").contains(guarantee)) {
      throw new ConfigException(
          "--guarantee: '" + guarantee + "' is neither exactly_once_v2 nor at_least_once");
    }
    InputKind kind = TypedChoice.of("--input", input, InputKind.class);
    return new CampaignPlan(seed, length, instances, rate, faults.kinds(), kind, guarantee);
  }

  private Report run(CampaignPlan plan, PrintWriter out) throws Exception {
    if (keep != null) {
      Path folder = Files.createDirectories(keep).toAbsolutePath();
      refuseFull(folder);
      try (Campaign campaign = new Campaign(plan, folder, out)) {
        return campaign.run();
      }
    }
    try (TemporaryDirectory folder = TemporaryDirectory.create("spanmill-chaos")) {
      return folder.own(new Campaign(plan, folder.path(), out)).run();
    }
  }

  private static void refuseFull(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      if (files.iterator().hasNext()) {
        throw new ConfigException("--keep: " + folder + " is not empty");
      }
    }
  }

  private void print(Report report, PrintWriter out) {
    report.judgement().examples().forEach(out::println);
    report.brokenPromises().forEach(out::println);
    out.println();
    report.table().forEach(out::println);
    out.printf(
        "%d spans of %d traces, seed %d; %d instances ended by themselves and were started again%n",
        report.spans(), report.traces(), report.seed(), report.unexpectedEnds());
    if (json) {
      out.println(report.json());
    }
  }
}
