package io.spanmill.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every target claims holds of its seeds, and of all that a fuzzer has kept. */
class CorpusTest {
  private static final Path REPOSITORY = Path.of("..");

  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.ofEntries(
          Map.entry("AlertRecords", AlertRecords::fuzzerTestOneInput),
          Map.entry("AssemblyRecords", AssemblyRecords::fuzzerTestOneInput),
          Map.entry("BudgetRecords", BudgetRecords::fuzzerTestOneInput),
          Map.entry("CollectorConfigurations", CollectorConfigurations::fuzzerTestOneInput),
          Map.entry("Configurations", Configurations::fuzzerTestOneInput),
          Map.entry("JsonRequests", JsonRequests::fuzzerTestOneInput),
          Map.entry("OttlConditions", OttlConditions::fuzzerTestOneInput),
          Map.entry("Policies", Policies::fuzzerTestOneInput),
          Map.entry("ProtobufRequests", ProtobufRequests::fuzzerTestOneInput),
          Map.entry("SpanViews", SpanViews::fuzzerTestOneInput),
          Map.entry("StoredRecords", StoredRecords::fuzzerTestOneInput),
          Map.entry("StoredSums", StoredSums::fuzzerTestOneInput),
          Map.entry("TraceStates", TraceStates::fuzzerTestOneInput));

  static Set<String> targets() {
    return new TreeSet<>(TARGETS.keySet());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void claimsHoldOfSeeds(String target) {
    List<byte[]> seeds = Seeds.of(REPOSITORY, target);
    assertThat(seeds).isNotEmpty();
    for (int i = 0; i < seeds.size(); i++) {
      check(target, "seed " + i, seeds.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void claimsHoldOfTheCorpus(String target) throws IOException {
    List<byte[]> corpus = Corpus.of(REPOSITORY, target);
    assertThat(corpus).isNotEmpty();
    for (int i = 0; i < corpus.size(); i++) {
      check(target, "kept " + i, corpus.get(i));
    }
  }

  @Test
  void thereIsACorpusForEachTargetAndNoOther() throws IOException {
    Set<String> corpora = new TreeSet<>();
    try (var files = Files.newDirectoryStream(REPOSITORY.resolve("fuzz/corpus"))) {
      files.forEach(file -> corpora.add(file.getFileName().toString().replace(".gz", "")));
    }
    assertThat(corpora).isEqualTo(targets());
  }

  private static void check(String target, String name, byte[] input) {
    try {
      Objects.requireNonNull(TARGETS.get(target)).accept(input);
    } catch (Throwable wrong) {
      throw new AssertionError(target + ", " + name + ": " + wrong.getMessage(), wrong);
    }
  }
}
