package io.spanmill.topology.cli;

import io.spanmill.sampling.PolicySpec;
import io.spanmill.topology.config.LoadedConfig;
import io.spanmill.topology.config.Origin;
import io.spanmill.topology.config.OutputFormat;
import io.spanmill.topology.config.Setting;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Validates a configuration, and explains it. */
@CommandLine.Command(
    name = "check",
    header = "Validate and explain a configuration.",
    description = {
      "Reads the configuration as every other command does, and says what is in force.",
      "Nothing is started, and Kafka is not asked.",
      "",
      "The environment overrides the file: assembly.settle is SPANMILL_ASSEMBLY_SETTLE.",
      ""
    })
public final class CheckCommand implements Command {
  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @CommandLine.Option(
      names = "--explain",
      description = "Print every key: what it means, its unit, default, value and who set it.")
  private boolean explain;

  @Override
  public int run(Surroundings surroundings) {
    LoadedConfig loaded = config.load(surroundings);
    if (explain) {
      loaded.settings().forEach(setting -> explain(setting, surroundings.out()));
    } else {
      summarise(loaded, surroundings.out());
    }
    return DONE;
  }

  private static void explain(Setting setting, PrintWriter out) {
    out.printf("%s: %s%n", setting.path(), shown(setting.value()));
    out.printf("    %s%n", setting.meaning());
    out.printf("    unit: %s%n", setting.unit());
    out.printf("    default: %s%n", shown(setting.standard()));
    out.printf("    variable: %s%n", setting.variable());
    out.printf("    set by: %s%n%n", setting.origin());
  }

  private static String shown(String value) {
    return value.isEmpty() ? "\"\"" : value;
  }

  private static void summarise(LoadedConfig loaded, PrintWriter out) {
    out.println("The configuration is valid.");
    line(out, "pipeline", loaded, "%s, threads: %s, %s", "name", "threads", "guarantee");
    line(out, "kafka", loaded, "%s", "kafka.bootstrap.servers");
    line(out, "input", loaded, "%s", byPattern(loaded) ? "input.pattern" : "input.topics");
    line(
        out,
        "closing",
        loaded,
        "complete and %s quiet, %s idle, %s old; at most %s in memory",
        "assembly.settle",
        "assembly.idle",
        "assembly.max_age",
        "assembly.memory");
    line(
        out,
        "afterwards",
        loaded,
        "late spans are linked for %s and follow the decision for %s",
        "assembly.linger",
        "assembly.remember");
    out.printf("  %-11s %s of: %s%n", "sampling", loaded.value("sampling.match"), policies(loaded));
    line(out, "red", loaded, "every %s by %s", "red.window", "red.dimensions");
    line(out, "edges", loaded, "every %s", "edges.window");
    if (loaded.config().output().format() == OutputFormat.AVRO) {
      line(out, "output", loaded, "avro, schemas in %s", "kafka.schema.registry.url");
    } else {
      line(out, "output", loaded, "%s", "output.format");
    }
    line(out, "state", loaded, "%s", "state_dir");
    long set = loaded.settings().stream().filter(s -> s.origin() != Origin.DEFAULT).count();
    out.printf("%d of %d keys are set; --explain shows all.%n", set, loaded.settings().size());
  }

  private static String policies(LoadedConfig loaded) {
    return loaded.config().sampling().policies().stream()
        .map(PolicySpec::name)
        .collect(Collectors.joining(", "));
  }

  private static boolean byPattern(LoadedConfig loaded) {
    return loaded.config().input().pattern() != null;
  }

  private static void line(
      PrintWriter out, String title, LoadedConfig loaded, String format, String... keys) {
    Object[] values = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      values[i] = loaded.value(keys[i]);
    }
    out.printf("  %-11s %s%n", title, String.format(format, values));
  }
}
