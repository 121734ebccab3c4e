package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryDirectoryTest {
  @TempDir Path elsewhere;

  @Test
  void deletesEverythingInItAndNothingElse() throws IOException {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "kept");
    TemporaryDirectory directory = TemporaryDirectory.create("spanmill-test-");
    Path deep = Files.createDirectories(directory.path().resolve("a/b/c"));
    Files.writeString(deep.resolve("file"), "gone");
    Files.createSymbolicLink(deep.resolve("link"), elsewhere);

    directory.close();
    directory.close();

    assertThat(directory.path()).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void closesItsWritersBeforeTheLastOneFirst() throws IOException {
    List<String> closed = new ArrayList<>();
    try (TemporaryDirectory directory = TemporaryDirectory.create("spanmill-test-")) {
      directory.own(
          () -> closed.add("broker, directory there: " + directory.path().toFile().exists()));
      directory.own(() -> closed.add("client"));
    }
    assertThat(closed).containsExactly("client", "broker, directory there: true");
  }

  @Test
  void deletesEvenIfAWriterFailsToClose() throws IOException {
    TemporaryDirectory directory = TemporaryDirectory.create("spanmill-test-");
    directory.own(
        () -> {
          throw new IllegalStateException("stuck");
        });

    assertThatThrownBy(directory::close).isInstanceOf(IOException.class);
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void goesAwayWhenTheJvmEnds() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Leaver.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(path).contains("spanmill-test-");
    assertThat(Path.of(path)).doesNotExist();
  }

  /** Ends without closing. */
  static final class Leaver {
    private Leaver() {}

    public static void main(String[] args) throws IOException {
      TemporaryDirectory directory = TemporaryDirectory.create("spanmill-test-");
      Files.writeString(directory.path().resolve("file"), "gone");
      System.out.print(directory.path());
      System.out.flush();
      System.exit(3);
    }
  }
}
