package io.spanmill.topology.cli;

import io.spanmill.topology.collector.CollectorImport;
import io.spanmill.topology.config.ConfigException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Converts a Collector's tail_sampling processor. */
@CommandLine.Command(
    name = "import",
    header = "Make a configuration of a Collector's tail_sampling processor.",
    description = {
      "Prints the configuration, and says on stderr what becomes of each part:",
      "",
      "  ./spanmill import otel-collector.yaml > spanmill.yaml",
      "",
      "The file may be the Collector's own, values of a Helm chart, a ConfigMap or",
      "the operator's resource. $${env:NAME} is filled in from the environment.",
      ""
    })
public final class ImportCommand implements Command {
  @CommandLine.Parameters(
      paramLabel = "FILE",
      description = "The Collector's configuration, in YAML.")
  @SuppressWarnings("NullAway.Init") // picocli refuses to go on without it
  private Path file;

  @CommandLine.Option(
      names = "--processor",
      paramLabel = "NAME",
      description = "Which one, where there are several (default: the first in a pipeline).")
  private @Nullable String processor;

  @CommandLine.Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many Collectors there are: limits were for each of them (default: 1).")
  private int replicas;

  @CommandLine.Option(
      names = "--strict",
      description = "Refuse policies that keep traces without a threshold.")
  private boolean strict;

  @Override
  public int run(Surroundings surroundings) {
    CollectorImport.Imported imported =
        CollectorImport.of(
            file.normalize().toString(),
            text(),
            surroundings.environment(),
            new CollectorImport.Options(processor, replicas, strict));
    imported.remarks().forEach(surroundings.err()::println);
    surroundings.out().print(imported.configuration());
    return DONE;
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw new ConfigException(file + ": there is no such file");
    } catch (CharacterCodingException notText) {
      throw new ConfigException(file + ": is not UTF-8 text");
    } catch (IOException unreadable) {
      throw new ConfigException(file + ": cannot be read: " + unreadable.getMessage());
    }
  }
}
