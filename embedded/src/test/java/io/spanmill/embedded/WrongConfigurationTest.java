package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is told in one line before anything is started. */
final class WrongConfigurationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          assembly: {setle: 3s}  | assembly.setle: unknown key; did you mean settle?
          assembly: {idle: -30s} | assembly.idle: "-30s" is not a positive duration (e.g. 500ms, 6s, 2m, 1h)
          sampling: {policies: [{name: x, type: latencyy}]} | sampling.policies[0].type: "latencyy" is not a policy type; did you mean latency?
          sampling: {policies: [{name: x, type: string_attribute, string_attribute: {key: k, values: ["a("], enabled_regex_matching: true}}]} | sampling.policies[0].string_attribute.values[0]: "a(" is not a regular expression: missing closing )
          """)
  void aWrongConfigurationIsOneLineForEveryCommand(String yaml, String message) throws IOException {
    Path config = Files.writeString(folder.resolve("spanmill.yaml"), yaml + "\n");
    Path input = StoredFiles.write(folder.resolve("in.otlpbin"), new byte[0]);

    Spanmill.Answer check = Spanmill.type("check", "--config", config.toString());
    Spanmill.Answer local =
        Spanmill.type("local", "-c", "" + config, "-i", "" + input, "-o", folder + "/out");

    String line = config + ": " + message + System.lineSeparator();
    assertThat(check).isEqualTo(new Spanmill.Answer(2, "", line));
    assertThat(local).isEqualTo(new Spanmill.Answer(2, "", line));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anInputThatIsNotThereIsOneLine() throws IOException {
    Path config = Files.writeString(folder.resolve("spanmill.yaml"), "");
    String absent = folder.resolve("absent.otlpbin").toString();

    assertThat(Spanmill.type("local", "-c", "" + config, "-i", absent, "-o", folder + "/out"))
        .isEqualTo(
            new Spanmill.Answer(
                2, "", absent + ": no such file or folder" + System.lineSeparator()));
  }
}
