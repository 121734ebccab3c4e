package io.spanmill.embedded;

import static io.spanmill.embedded.StoredFiles.arrivingAt;
import static io.spanmill.embedded.StoredFiles.prefixed;
import static io.spanmill.embedded.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestFilesFaultTest {
  private static final byte[] GOOD = arrivingAt(1_000);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8})
  void tellsWhereATruncatedRecordBegins(int missing) throws IOException {
    byte[] both = prefixed(List.of(GOOD, new byte[5]));
    Path file = write(folder.resolve("a.otlpbin"), Arrays.copyOf(both, both.length - missing));

    assertFailsBehindTheFirst(file, ": truncated record at byte " + (4 + GOOD.length));
  }

  @Test
  void takesALengthOfMoreThanHalfAGibibyteForDamage() throws IOException {
    byte[] damaged = Arrays.copyOf(prefixed(List.of(GOOD)), 4 + GOOD.length + 8);
    Arrays.fill(damaged, 4 + GOOD.length, damaged.length, (byte) 0xff);
    Path file = write(folder.resolve("a.binpb.zst"), damaged);

    assertFailsBehindTheFirst(file, ": truncated record at byte " + (4 + GOOD.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.otlpbin.zst", "a.otlpbin.gz"})
  void tellsThatCompressedDataIsCutOff(String name) throws IOException {
    Path file = write(folder.resolve(name), prefixed(List.of(GOOD, new byte[1000])));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));

    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(" at byte ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.otlpbin.zst", "a.json.zst", "a.jsonl.gz"})
  void tellsThatAFileIsNotCompressedAsItsNameSays(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "plain text of some length");

    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": unreadable at byte 0: ");
  }

  @Test
  void refusesAFileOfUnknownEnding() throws IOException {
    Path file = Files.writeString(folder.resolve("spans.txt.gz"), "");

    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": unknown ending; allowed are .otlpbin .otlpjsonbin .binpb .jsonl .json,"
                + " each also with .zst or .gz");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path file = folder.resolve("a.otlpbin");

    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": no such file or folder");
  }

  @Test
  void refusesAFolderWithoutInput() {
    assertThatThrownBy(() -> readAll(folder))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder + ": no file with a known ending");
  }

  private static void assertFailsBehindTheFirst(Path file, String message) throws IOException {
    try (RequestFiles files = RequestFiles.open(List.of(file), () -> 0)) {
      assertThat(files.next().value()).isEqualTo(GOOD);
      assertThatThrownBy(files::next).isInstanceOf(IOException.class).hasMessage(file + message);
    }
  }

  private static void readAll(Path named) throws IOException {
    try (RequestFiles files = RequestFiles.open(List.of(named), () -> 0)) {
      while (files.next() != null) {
        assertThat(files.bytesRead()).isPositive();
      }
    }
  }
}
