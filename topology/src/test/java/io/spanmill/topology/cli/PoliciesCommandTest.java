package io.spanmill.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code policies} refuses before it asks Kafka. */
final class PoliciesCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void wantsToKnowWhatToDo() {
    assertThat(execute("policies")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("spanmill policies: ")
        .contains("--apply", "--show", "(see ./spanmill policies --help)");
  }

  @Test
  void doesOneThingAtATime() {
    assertThat(execute("policies", "--apply", "--show")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("spanmill policies: ")
        .contains("--apply", "--show", "mutually exclusive");
  }

  @Test
  void policiesThatAreWrongAreOneLineAndAreNotApplied() throws IOException {
    Path file = folder.resolve("spanmill.yaml");
    Files.writeString(file, "sampling: {policies: [{name: a, type: latency, latency: {}}]}");

    assertThat(execute("policies", "--apply", "--config", file.toString()))
        .isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .isEqualTo(
            file
                + ": sampling.policies[0].latency: threshold_ms is missing"
                + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  private int execute(String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out), new PrintWriter(err), Map.of(), "host", 4L << 30, false);
    return Main.execute(surroundings, arguments);
  }
}
