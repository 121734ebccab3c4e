package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the images are made of. */
final class DockerfileTest {
  private static final String TEXT = Sources.text(Sources.ROOT.resolve("Dockerfile"));
  private static final Pattern ARGUMENT = Pattern.compile("(?m)^ARG (\\w+_IMAGE)=(\\S+)$");

  private static String stage(String name) {
    List<String> stages = List.of(TEXT.split("(?m)^(?=FROM )"));
    return stages.stream()
        .filter(stage -> stage.lines().findFirst().orElseThrow().endsWith(" AS " + name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void startsFromTheImagesOfTheComposition() {
    Map<String, String> arguments = new TreeMap<>();
    ARGUMENT
        .matcher(TEXT)
        .results()
        .forEach(argument -> arguments.put(argument.group(1), argument.group(2)));

    assertThat(arguments).containsOnlyKeys("MAVEN_IMAGE", "JRE_IMAGE", "KAFKA_IMAGE");
    assertThat(Images.read().names()).containsAllEntriesOf(arguments);
    assertThat(TEXT.lines().filter(line -> line.startsWith("FROM ")))
        .allMatch(line -> line.startsWith("FROM ${") || line.startsWith("FROM sources "));
  }

  @Test
  void theImageHasNoBroker() {
    assertThat(stage("build")).contains("-pl topology -am").contains("includeScope=runtime");
    assertThat(stage("spanmill")).doesNotContain("--from=sources").contains("--from=build ");
    assertThat(TEXT.stripTrailing()).endsWith(stage("spanmill").stripTrailing());
  }

  @Test
  void nobodyIsRootAndTheUserIsTheOneOfKubernetes() {
    V1StatefulSet set =
        ManifestsTest.written().stream()
            .filter(each -> each.kind().equals("StatefulSet") && each.origin().startsWith("base"))
            .findFirst()
            .orElseThrow()
            .as(V1StatefulSet.class);
    long user = set.getSpec().getTemplate().getSpec().getSecurityContext().getRunAsUser();

    assertThat(stage("spanmill")).contains("\nUSER " + user + ":" + user + "\n");
    assertThat(stage("connect").lines().filter(line -> line.startsWith("USER ")).toList())
        .endsWith("USER appuser");
  }

  @Test
  void itsHealthIsWhatTheProgramAnswers() {
    assertThat(Endpoints.all()).contains("/live");
    assertThat(stage("spanmill")).contains("http://127.0.0.1:8080/live");
  }
}
