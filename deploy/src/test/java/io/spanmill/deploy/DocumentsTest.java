package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.Setting;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what the pages about deploying name is there. */
final class DocumentsTest {
  private static final long HEAP = 1L << 30;

  private static final Pattern KEY =
      Pattern.compile(
          "`((?:assembly|sampling|red|edges|errors|critical_path|metrics|push|input|shutdown|logging)\\.[a-z_]+)");
  private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)");
  private static final Pattern FOLDER = Pattern.compile("(?m)^\\| `([\\w/.-]+)` \\|");

  private static String page(String file) {
    return Sources.text(Sources.ROOT.resolve(file));
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(hit -> hit.group(1)).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/migration.md",
        "docs/kubernetes.md",
        "docs/pushing.md",
        "deploy/README.md",
        "README.md"
      })
  void everyKeyIsOne(String file) {
    List<String> keys =
        new ConfigReader(Map.of(), "host", HEAP)
            .defaults().settings().stream().map(Setting::path).toList();

    assertThat(keys).containsAll(found(KEY, page(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/migration.md",
        "docs/kubernetes.md",
        "docs/pushing.md",
        "docs/connect.md",
        "deploy/README.md",
        "README.md"
      })
  void everyLinkLeadsSomewhere(String file) {
    Path folder = Sources.ROOT.resolve(file).getParent();
    for (String link : found(LINK, page(file))) {
      assertThat(folder.resolve(link)).exists();
    }
  }

  @Test
  void everyFolderIsTold() {
    Set<String> told = found(FOLDER, page("docs/kubernetes.md").split("## To install it")[0]);
    Set<String> there = new TreeSet<>();
    for (Kustomization kustomization : Kustomization.all()) {
      there.add(kustomization.toString().replace(File.separatorChar, '/'));
    }
    assertThat(told).isEqualTo(there);
    for (String folder : found(FOLDER, page("deploy/README.md"))) {
      assertThat(Files.exists(Sources.DEPLOY.resolve(folder))).as(folder).isTrue();
    }
  }

  @Test
  void everyMetricOfOursIsOne() {
    Pattern metric = Pattern.compile("`(spanmill_\\w+|traces_span_metrics_\\w+_total)");
    for (String file : List.of("docs/migration.md", "docs/kubernetes.md")) {
      assertThat(KnownMetrics.names()).containsAll(found(metric, page(file)));
    }
  }
}
