package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest is one that Kubernetes would read, and every file is used. */
final class ManifestsTest {
  private static final String PATCH = "-patch.yaml";

  /** What extensions define; {@link CustomResourcesTest} says what is expected of them. */
  private static final Set<String> EXTENSIONS =
      Set.of(
          "monitoring.coreos.com/v1 ServiceMonitor",
          "monitoring.coreos.com/v1 PrometheusRule",
          "keda.sh/v1alpha1 ScaledObject",
          "keda.sh/v1alpha1 TriggerAuthentication",
          "kafka.strimzi.io/v1 KafkaConnect",
          "kafka.strimzi.io/v1 KafkaConnector");

  static List<Manifest> written() {
    List<Manifest> manifests = new ArrayList<>();
    for (Path file : Sources.below(Sources.KUBERNETES, ".yaml")) {
      String name = file.getFileName().toString();
      if (!name.equals(Kustomization.FILE) && !name.equals("spanmill.yaml")) {
        manifests.addAll(
            Manifest.all(Sources.KUBERNETES.relativize(file).toString(), Sources.text(file)));
      }
    }
    return manifests;
  }

  static List<Kustomization> complete() {
    return Kustomization.all().stream().filter(Kustomization::isComplete).toList();
  }

  @ParameterizedTest
  @MethodSource("written")
  void isStrictlyWhatKubernetesKnows(Manifest manifest) {
    if (!manifest.isBuiltIn()) {
      assertThat(EXTENSIONS).contains(manifest.apiVersion() + " " + manifest.kind());
    } else if (manifest.origin().endsWith(PATCH)) {
      isStrictlyAPart(manifest);
    } else {
      assertThat(manifest.as(manifest.model())).isNotNull();
    }
  }

  /** A patch may leave out what has to be there. */
  private static void isStrictlyAPart(Manifest patch) {
    try {
      patch.as(patch.model());
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("The required field");
    }
  }

  @ParameterizedTest
  @MethodSource("complete")
  void whatIsRenderedIsStrictlyWhatKubernetesKnows(Kustomization kustomization) {
    Optional<List<Manifest>> rendered = kustomization.rendered();
    assumeTrue(rendered.isPresent(), "neither kubectl nor kustomize is here");
    for (Manifest manifest : rendered.get()) {
      if (manifest.isBuiltIn()) {
        assertThat(manifest.as(manifest.model())).isNotNull();
      } else {
        assertThat(EXTENSIONS).contains(manifest.apiVersion() + " " + manifest.kind());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("complete")
  void kubeconformAgrees(Kustomization kustomization, @TempDir Path folder) throws IOException {
    Optional<Path> program = Tool.find("kubeconform");
    Optional<String> yaml = kustomization.yaml();
    assumeTrue(program.isPresent() && yaml.isPresent(), "kubeconform or kustomize is not here");
    Path file = Files.writeString(folder.resolve("rendered.yaml"), yaml.get());
    Tool.Result result =
        Tool.run(
            folder,
            Map.of(),
            List.of(
                program.get().toString(), "-strict", "-ignore-missing-schemas", file.toString()));
    assumeFalse(result.out().contains("download"), "kubeconform cannot fetch its schemas");

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
  }

  @Test
  void everyFileIsPartOfAKustomization() {
    Set<Path> used = new HashSet<>();
    for (Kustomization kustomization : Kustomization.all()) {
      for (Path part : kustomization.parts()) {
        assertThat(part.toFile()).as(kustomization + " names it").exists();
        assertThat(part.toFile().isFile() || Kustomization.isOne(part)).as("%s", part).isTrue();
        used.add(part);
      }
      used.add(kustomization.folder().resolve(Kustomization.FILE));
    }
    assertThat(used).containsAll(Sources.below(Sources.KUBERNETES, ".yaml"));
  }

  @Test
  void aMisspeltFieldIsRefused() {
    Manifest misspelt =
        Manifest.all(
                "here",
                "{apiVersion: v1, kind: Service, metadata: {name: a},"
                    + " spec: {ports: [{port: 1, targetport: 2}]}}")
            .get(0);
    assertThatThrownBy(() -> misspelt.as(V1Service.class)).hasMessageContaining("targetport");
  }
}
