package io.spanmill.topology.cli;

import io.spanmill.topology.TopicReport;
import io.spanmill.topology.config.PipelineConfig;
import picocli.CommandLine;

/** Says which topics the pipeline needs, and makes them. */
@CommandLine.Command(
    name = "topics",
    header = "Show which topics are needed, and what is wrong with those that exist.",
    description = {
      "Ends with 0 if all are as they should be, and with 1 if not.",
      "With --create those that are missing and Spanmill's own are made; one that exists is never",
      "changed.",
      ""
    })
public final class TopicsCommand implements Command {
  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @CommandLine.Option(names = "--create", description = "Make Spanmill's own that are missing.")
  private boolean create;

  @Override
  public int run(Surroundings surroundings) {
    PipelineConfig pipelineConfig = config.load(surroundings).config();
    TopicReport report = TopicReport.of(pipelineConfig, create);
    report.print(surroundings.out());
    return report.isSound() ? DONE : FAILED;
  }
}
