package io.spanmill.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void nothingTypedPrintsTheHelp() {
    assertThat(execute()).isEqualTo(Command.DONE);
    assertThat(out.toString()).contains("Usage: spanmill", "check", "Exit codes: 0 done");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(execute("check", "--help")).isEqualTo(Command.DONE);
    assertThat(out.toString()).contains("Usage: spanmill check", "--config=FILE", "--explain");
  }

  @Test
  void anUnknownCommandIsOneLine() {
    assertThat(execute("chekc")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .isEqualTo(
            line("spanmill: unknown command 'chekc'; did you mean check? (see ./spanmill --help)"));
  }

  @Test
  void anUnknownOptionIsOneLine() {
    assertThat(execute("check", "--explian")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .isEqualTo(
            line(
                "spanmill check: unknown option '--explian'; did you mean --explain?"
                    + " (see ./spanmill check --help)"));
  }

  @Test
  void aStrayArgumentIsOneLine() {
    assertThat(execute("check", "spanmill.yaml")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .isEqualTo(
            line("spanmill check: unknown argument 'spanmill.yaml' (see ./spanmill check --help)"));
  }

  @Test
  void aMissingValueIsOneLine() {
    assertThat(execute("check", "--config")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString()).hasLineCount(1).contains("'--config' (FILE)");
  }

  @Test
  void aNamedFileMustBeThere() {
    assertThat(execute("check", "--config", "absent.yaml")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString()).isEqualTo(line("absent.yaml: there is no such file"));
  }

  @Test
  void theStandardFileNeedNotBeThere() {
    assertThat(execute("check")).isEqualTo(Command.DONE);
    assertThat(err.toString())
        .isEqualTo(line("note: spanmill.yaml is not there; the defaults apply"));
    assertThat(out.toString()).contains("The configuration is valid.", "localhost:9092");
  }

  @Test
  void checkSaysWhereSchemasAre() throws IOException {
    String file = file("output: {format: avro}\nkafka: {schema.registry.url: 'http://r:8081'}");

    assertThat(execute("check", "-c", file)).isEqualTo(Command.DONE);
    assertThat(out.toString()).contains("output      avro, schemas in http://r:8081");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void importPrintsAConfigurationThatCheckAccepts() throws IOException {
    String policy = "{name: few, type: rate_limiting, rate_limiting: {spans_per_second: 5}}";
    String file = file("processors: {tail_sampling: {policies: [" + policy + "]}}");

    assertThat(execute("import", file, "--replicas", "2")).isEqualTo(Command.DONE);
    assertThat(err.toString())
        .contains("5 for each Collector becomes 10 for the whole application");
    assertThat(out.toString()).startsWith("# Made by ./spanmill import of ");

    String imported = file(out.toString());
    assertThat(execute("check", "-c", imported)).isEqualTo(Command.DONE);
    assertThat(out.toString()).contains("any of: few");
  }

  @Test
  void importRefusesInOneLine() throws IOException {
    assertThat(execute("import", "absent.yaml")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString()).isEqualTo(line("absent.yaml: there is no such file"));

    err.getBuffer().setLength(0);
    String file = file("processors: {batch: {}}");
    assertThat(execute("import", file)).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .isEqualTo(line(file + ": there is no tail_sampling processor with policies in it"));

    err.getBuffer().setLength(0);
    assertThat(execute("import", file, "--replicas", "0")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString()).isEqualTo(line("--replicas: 0 is not a positive whole number"));

    err.getBuffer().setLength(0);
    assertThat(execute("import")).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString()).hasLineCount(1).contains("FILE");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aWrongConfigurationIsOneLine() throws IOException {
    String file = file("assembly: {settle: -3s}");

    assertThat(execute("check", "-c", file)).isEqualTo(Command.WRONG_USE);
    assertThat(err.toString())
        .isEqualTo(
            line(
                file
                    + ": assembly.settle: \"-3s\" is not a positive duration"
                    + " (e.g. 500ms, 6s, 2m, 1h)"));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void explainTellsEveryKeyAndWhoSetIt() throws IOException {
    environment.put("SPANMILL_RED_WINDOW", "20s");
    String file = file("kafka: {ssl.key.password: hunter2}\nassembly: {settle: 4s}");

    assertThat(execute("check", "--explain", "--config", file)).isEqualTo(Command.DONE);
    assertThat(out.toString())
        .contains(
            "name: spanmill",
            "instance: \"\"",
            "http.listen: 127.0.0.1:8080",
            "kafka.bootstrap.servers: localhost:9092",
            "kafka.ssl.key.password: ***",
            "sampling.policies: [{name: errors, type: status_code,",
            "red.window: 20s",
            "set by: environment")
        .contains(
            line("assembly.settle: 4s")
                + line(
                    "    A structurally complete trace closes after this long without another span.")
                + line("    unit: duration: ms, s, m, h, d")
                + line("    default: 6s")
                + line("    variable: SPANMILL_ASSEMBLY_SETTLE")
                + line("    set by: file"))
        .doesNotContain("hunter2");
  }

  @Test
  void aFailureIsOneLineAndAStackTraceOnlyWhereAskedFor() {
    assertThat(execute("fail", "a\nb")).isEqualTo(Command.FAILED);
    assertThat(err.toString()).isEqualTo(line("spanmill: a b"));

    environment.put("SPANMILL_DEBUG", "1");
    assertThat(execute("fail", "")).isEqualTo(Command.FAILED);
    assertThat(err.toString()).contains("spanmill: IOException", "at io.spanmill.topology.cli.");
  }

  @Test
  void aCommandSaysItsExitCode() {
    assertThat(execute("fail")).isEqualTo(Command.FAILED);
    assertThat(err.toString()).isEmpty();
  }

  private int execute(String... args) {
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out), new PrintWriter(err), environment, "host", 1L << 30, false);
    return Main.execute(surroundings, args);
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("spanmill.yaml"), yaml).toString();
  }

  private static String line(String text) {
    return text + System.lineSeparator();
  }
}
