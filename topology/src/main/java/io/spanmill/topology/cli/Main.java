package io.spanmill.topology.cli;

import io.spanmill.topology.config.ConfigException;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** Where the process starts: finds the commands, runs one, answers with its exit code. */
@CommandLine.Command(
    name = "spanmill",
    header = "OTLP spans in; whole traces, sampling verdicts, RED metrics and service edges out.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed while running, 2 wrong use or wrong configuration.",
      "SPANMILL_DEBUG=1 adds the stack trace of a failure; SPANMILL_JAVA_OPTS goes to Java."
    })
public final class Main {

  private Main() {}

  /** Runs a command and ends the process. */
  public static void main(String[] args) {
    System.exit(execute(Surroundings.ofProcess(), args));
  }

  /**
   * Runs a command and answers with the exit code; whatever goes wrong is one line on {@code err}.
   */
  public static int execute(Surroundings surroundings, String... args) {
    try {
      return run(surroundings, args);
    } catch (CommandLine.ParameterException wrong) {
      surroundings.err().println(WrongUse.line(wrong));
      return Command.WRONG_USE;
    } catch (ConfigException wrong) {
      surroundings.err().println(wrong.getMessage());
      return Command.WRONG_USE;
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError failure) {
      return failed(surroundings, failure);
    } finally {
      surroundings.out().flush();
      surroundings.err().flush();
    }
  }

  private static int run(Surroundings surroundings, String... args) throws Exception {
    CommandLine commandLine = commandLine(surroundings);
    CommandLine.ParseResult parsed = commandLine.parseArgs(args);
    if (CommandLine.executeHelpRequest(parsed) != null) {
      return Command.DONE;
    }
    List<CommandLine> typed = parsed.asCommandLineList();
    if (typed.get(typed.size() - 1).getCommand() instanceof Command command) {
      return command.run(surroundings);
    }
    commandLine.usage(surroundings.out());
    return Command.DONE;
  }

  private static CommandLine commandLine(Surroundings surroundings) {
    CommandLine commandLine = new CommandLine(new Main());
    for (Command command : ServiceLoader.load(Command.class)) {
      commandLine.addSubcommand(command);
    }
    withHelp(commandLine);
    commandLine.getSubcommands().values().forEach(Main::withHelp);
    return commandLine
        .setOut(surroundings.out())
        .setErr(surroundings.err())
        .setExpandAtFiles(false);
  }

  private static void withHelp(CommandLine commandLine) {
    commandLine
        .getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
  }

  private static int failed(Surroundings surroundings, Throwable failure) {
    surroundings.err().println("spanmill: " + told(failure));
    if ("1".equals(surroundings.environment().get("SPANMILL_DEBUG"))) {
      failure.printStackTrace(surroundings.err());
    }
    return Command.FAILED;
  }

  private static String told(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
