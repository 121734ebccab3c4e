package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** That the workers of Kafka Connect fit together, and fit the source. */
final class ConnectInstallationTest {
  private static final Path FOLDER = Sources.KUBERNETES.resolve("connect");

  /** What a worker takes beside its heap. */
  private static final long BESIDE_THE_HEAP = 400L << 20;

  private static <T> T only(Class<T> model) {
    String kind = model.getSimpleName().replaceFirst("V1", "");
    return ManifestsTest.written().stream()
        .filter(each -> each.origin().startsWith("connect/") && each.kind().equals(kind))
        .findFirst()
        .orElseThrow()
        .as(model);
  }

  private static V1PodSpec pod() {
    return only(V1Deployment.class).getSpec().getTemplate().getSpec();
  }

  private static V1Container container() {
    return pod().getContainers().get(0);
  }

  @Test
  void selectorsFindThePods() {
    V1Deployment deployment = only(V1Deployment.class);
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();

    assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(only(V1Service.class).getSpec().getSelector()).isEqualTo(labels);
    assertThat(only(V1PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
        .isEqualTo(labels);
    assertThat(only(V1NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels())
        .isEqualTo(labels);
  }

  @Test
  void itsPortIsTheOneThatTheSourceListensAt() {
    V1Container container = container();
    String name = container.getPorts().get(0).getName();

    assertThat(container.getPorts().get(0).getContainerPort()).isEqualTo(ConnectSettings.port());
    for (V1Probe probe :
        List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())) {
      assertThat(probe.getHttpGet().getPath()).isEqualTo("/");
      assertThat(probe.getHttpGet().getPort().getStrValue()).isEqualTo(name);
    }
    assertThat(only(V1Service.class).getSpec().getPorts())
        .allMatch(port -> port.getTargetPort().getStrValue().equals(name));
  }

  @Test
  void itsFilesAreMounted() {
    List<String> volumes = pod().getVolumes().stream().map(V1Volume::getName).toList();
    List<V1VolumeMount> mounts = container().getVolumeMounts();

    assertThat(mounts).extracting(V1VolumeMount::getName).hasSameElementsAs(volumes);
    for (String argument : container().getArgs()) {
      Path file = Path.of(argument);
      assertThat(FOLDER.resolve(file.getFileName())).exists();
      assertThat(mounts)
          .anyMatch(mount -> mount.getMountPath().equals(file.getParent().toString()));
    }
    Path offsets = Path.of(worker().getProperty("offset.storage.file.filename")).toAbsolutePath();
    assertThat(mounts)
        .anyMatch(mount -> offsets.startsWith(mount.getMountPath()) && mount.getReadOnly() == null);
  }

  private static Properties worker() {
    return ConnectSettings.read(FOLDER.resolve("worker.properties"));
  }

  @Test
  void itsSettingsAreThoseOfTheImageButForPlaces() {
    Properties here = worker();
    Properties image = ConnectSettings.read("worker.properties");
    List<String> different = new ArrayList<>();
    image.forEach(
        (key, value) -> {
          if (!value.equals(here.get(key))) {
            different.add(key.toString());
          }
        });

    assertThat(here.keySet()).isEqualTo(image.keySet());
    assertThat(different).containsExactlyInAnyOrder("offset.storage.file.filename", "listeners");
    assertThat(ConnectSettings.read(FOLDER.resolve("otlp-source.properties")))
        .isEqualTo(ConnectSettings.read("otlp-source.properties"));
  }

  @Test
  void whatJavaTakesFitsIntoTheLimit() {
    long limit = container().getResources().getLimits().get("memory").getNumber().longValueExact();
    long heap = Heap.of(container().getEnv().get(0).getValue());

    assertThat(heap + BESIDE_THE_HEAP).isLessThanOrEqualTo(limit);
  }

  @Test
  void itMayDoNothingThatItDoesNotNeed() {
    assertThat(pod().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container().getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
  }
}
