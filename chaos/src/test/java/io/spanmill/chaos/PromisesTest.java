package io.spanmill.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise in docs/faults.md names tests, and each of them exists. */
final class PromisesTest {
  private static final Path HOME = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Laws))\\.(\\w+)`");

  @Test
  void everyPromiseIsHeldByTestsThatExist() throws IOException {
    Map<String, String> sources = sources();
    String table =
        Files.readString(HOME.resolve("docs/faults.md")).split("## Which test holds which", 2)[1];
    assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(1))
        .hasSizeGreaterThan(15)
        .allSatisfy(
            promise -> {
              Matcher test = TEST.matcher(promise);
              assertThat(test.find()).as("a test in %s", promise).isTrue();
              do {
                assertThat(sources.getOrDefault(test.group(1), ""))
                    .as(test.group())
                    .contains("void " + test.group(2) + "(");
              } while (test.find());
            });
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> modules = Files.list(HOME)) {
      for (Path tests : modules.map(at -> at.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          addSources(tests, sources);
        }
      }
    }
    return sources;
  }

  private static void addSources(Path tests, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.filter(at -> at.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();
        sources.merge(
            name.substring(0, name.length() - ".java".length()),
            Files.readString(file),
            String::concat);
      }
    }
  }
}
