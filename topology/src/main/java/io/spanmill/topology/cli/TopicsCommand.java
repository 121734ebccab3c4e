package io.spanmill.topology.cli;

import io.spanmill.topology.KafkaCommand;
import io.spanmill.topology.RightsReport;
import io.spanmill.topology.TopicReport;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.PipelineConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Says which topics the pipeline needs, and makes them. */
@CommandLine.Command(
    name = "topics",
    header = "Show which topics are needed, and what is wrong with those that exist.",
    description = {
      "Ends with 0 if all are as they should be, and with 1 if not.",
      "With --create those that are missing and Spanmill's own are made; one that exists is never",
      "changed.",
      "",
      "--rights and --acls print the least rights that commands need where Kafka asks for them,",
      "without asking Kafka:",
      "",
      "  ./spanmill topics --acls --principal User:spanmill | sh",
      ""
    })
public final class TopicsCommand implements Command {
  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @CommandLine.Option(names = "--create", description = "Make Spanmill's own that are missing.")
  private boolean create;

  @CommandLine.ArgGroup(exclusive = true)
  private final Rights rights = new Rights();

  /** One of them. */
  private static final class Rights {
    @CommandLine.Option(
        names = "--rights",
        description = "Print which rights are needed on what, for which command, and why.")
    private boolean told;

    @CommandLine.Option(
        names = "--acls",
        description = "Print them as calls of Kafka's kafka-acls.sh.")
    private boolean acls;
  }

  @CommandLine.Option(
      names = "--for",
      paramLabel = "COMMAND",
      description = "Only the rights of this command, e.g. --for \"policies --apply\".",
      converter = TypedCommand.class)
  private List<KafkaCommand> commands = List.of(KafkaCommand.values());

  @CommandLine.Option(
      names = "--generation",
      paramLabel = "N",
      description =
          "Of the spans topic, for --rights and --acls: 2 once it has grown (default: 1).")
  private int generation = 1;

  @CommandLine.Option(
      names = "--principal",
      paramLabel = "NAME",
      description = "Whom --acls lets (default: User: and the pipeline's name).")
  private @Nullable String principal;

  @Override
  public int run(Surroundings surroundings) {
    PipelineConfig pipelineConfig = config.load(surroundings).config();
    if (rights.told || rights.acls) {
      requirePositive();
      RightsReport report = new RightsReport(pipelineConfig, generation, Set.copyOf(commands));
      print(report, pipelineConfig, surroundings);
      return DONE;
    }
    TopicReport report = TopicReport.of(pipelineConfig, create);
    report.print(surroundings.out());
    return report.isSound() ? DONE : FAILED;
  }

  private void requirePositive() {
    if (generation < 1) {
      throw new ConfigException("--generation: " + generation + "; allowed: 1 and more");
    }
  }

  private void print(RightsReport report, PipelineConfig config, Surroundings surroundings) {
    if (rights.told) {
      report.print(surroundings.out());
    } else {
      report.printAcls(principal == null ? "User:" + config.name() : principal, surroundings.out());
    }
  }

  /** Reads a command that is typed. */
  static final class TypedCommand implements CommandLine.ITypeConverter<KafkaCommand> {
    @Override
    public KafkaCommand convert(String typed) {
      return KafkaCommand.of(typed)
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "\"" + typed + "\" needs no rights; allowed: " + allowed()));
    }

    private static String allowed() {
      return Arrays.stream(KafkaCommand.values())
          .map(KafkaCommand::toString)
          .collect(Collectors.joining(", "));
    }
  }
}
