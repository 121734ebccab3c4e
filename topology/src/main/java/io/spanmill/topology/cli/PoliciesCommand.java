package io.spanmill.topology.cli;

import io.spanmill.state.PolicySet;
import io.spanmill.topology.AppliedPolicies;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.LoadedConfig;
import io.spanmill.topology.config.PolicyText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Changes the policies of a running pipeline, or says which are in force. */
@CommandLine.Command(
    name = "policies",
    header = "Show which sampling policies are in force, or change them while the pipeline runs.",
    description = {
      "The policies of the configuration decide until some are applied; from then on those that",
      "were applied last do, whatever a configuration says. Running instances change over at one",
      "offset of each partition: nothing is lost, and what was decided stays decided.",
      ""
    })
public final class PoliciesCommand implements Command {
  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @CommandLine.ArgGroup(exclusive = true, multiplicity = "1")
  private final Action action = new Action();

  /** One of them. */
  private static final class Action {
    @CommandLine.Option(
        names = "--apply",
        description = "Put the configuration's policies in force, in every partition or in none.")
    private boolean apply;

    @CommandLine.Option(names = "--show", description = "Print what is in force, since when.")
    private boolean show;
  }

  @Override
  public int run(Surroundings surroundings) {
    LoadedConfig loaded = config.load(surroundings);
    AppliedPolicies policies = new AppliedPolicies(loaded.config());
    PolicySet configured =
        new PolicySet(
            loaded.config().sampling().version(), System.currentTimeMillis(), loaded.policies());
    if (action.apply) {
      tell(policies.apply(configured), surroundings.out());
    }
    if (action.show) {
      show(policies.inForce(), configured, surroundings.out());
    }
    return DONE;
  }

  private static void tell(AppliedPolicies.Change change, PrintWriter out) {
    PolicySet now = change.now();
    if (change.places().isEmpty()) {
      out.printf(
          "policies %s are in force already, since %s; nothing was written%n",
          now.version(), time(now));
      return;
    }
    PolicySet before = change.before();
    String replaced = before == null ? "the configuration's" : before.version();
    out.printf("policies %s are in force now, in place of %s%n", now.version(), replaced);
    change.places().forEach(place -> out.printf("    from %s%n", place));
  }

  /** As a configuration would say it, so that it can become one. */
  private static void show(@Nullable PolicySet applied, PolicySet configured, PrintWriter out) {
    if (applied == null) {
      out.printf(
          "# policies %s of the configuration: none were ever applied%n", configured.version());
    } else {
      out.printf("# policies %s, applied on %s%n", applied.version(), time(applied));
      if (!applied.version().equals(configured.version())) {
        out.printf("# those of the configuration (%s) are not in force%n", configured.version());
      }
    }
    out.print(inFile(applied == null ? configured.text() : applied.text()));
  }

  private static String inFile(String text) {
    try {
      return PolicyText.inFile(text);
    } catch (ConfigException ofAnotherRelease) {
      return text + System.lineSeparator();
    }
  }

  private static Instant time(PolicySet applied) {
    return Instant.ofEpochMilli(applied.appliedMillis()).truncatedTo(ChronoUnit.SECONDS);
  }
}
