package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.spanmill.topology.config.LoadedConfig;
import io.spanmill.topology.config.PipelineConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That what would be applied fits together, and fits the program. */
final class InstallationTest {
  /** Kafka's own, where {@code session.timeout.ms} is not set. */
  private static final int STANDARD_SESSION_MILLIS = 45_000;

  private static final long FEWEST_REPLICAS = 2;

  private static final List<Installation> ALL = new ArrayList<>();

  @TempDir Path folder;

  /** Rendered once: each takes a while. */
  static synchronized List<Installation> installations() {
    if (ALL.isEmpty()) {
      ALL.addAll(render());
    }
    return ALL;
  }

  private static List<Installation> render() {
    List<Installation> installations = new ArrayList<>();
    for (Kustomization kustomization : Kustomization.all()) {
      boolean isSpanmill = !kustomization.toString().startsWith("connect");
      if (kustomization.isComplete() && isSpanmill) {
        kustomization
            .rendered()
            .map(objects -> new Installation(kustomization.toString(), objects))
            .ifPresent(installations::add);
      }
    }
    return installations.isEmpty() ? List.of(asWritten()) : installations;
  }

  /** Without kubectl and kustomize there is the base, whose files need no rendering. */
  private static Installation asWritten() {
    List<Manifest> objects = new ArrayList<>(ManifestsTest.written());
    objects.removeIf(each -> !each.origin().startsWith("base"));
    Path file = Sources.KUBERNETES.resolve("base").resolve("spanmill.yaml");
    JsonObject data = new JsonObject();
    data.addProperty(file.getFileName().toString(), Sources.text(file));
    JsonObject map =
        Yaml.documents("{apiVersion: v1, kind: ConfigMap, metadata: {name: spanmill}}").get(0);
    map.add("data", data);
    objects.add(new Manifest("base", map));
    return new Installation("base, as written", objects);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void selectorsFindThePods(Installation installation) {
    V1StatefulSet set = installation.only(V1StatefulSet.class);
    Map<String, String> labels = set.getSpec().getTemplate().getMetadata().getLabels();
    V1Service service = installation.only(V1Service.class);

    assertThat(set.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(service.getSpec().getSelector()).isEqualTo(labels);
    assertThat(set.getSpec().getServiceName()).isEqualTo(service.getMetadata().getName());
    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
    V1PodDisruptionBudget budget = installation.only(V1PodDisruptionBudget.class);
    assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(budget.getSpec().getMaxUnavailable().getIntValue()).isEqualTo(1);
    V1NetworkPolicy policy = installation.only(V1NetworkPolicy.class);
    assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(labels);
    installation
        .pod()
        .getTopologySpreadConstraints()
        .forEach(
            spread -> assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(labels));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void theConfigurationIsAcceptedWithoutANote(Installation installation) {
    LoadedConfig loaded = installation.read(folder);

    assertThat(loaded.notes()).isEmpty();
    assertThat(loaded.config().instance()).isEqualTo("spanmill-0");
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everyVolumeIsThereAndStateIsOnOneThatStays(Installation installation) {
    V1StatefulSet set = installation.only(V1StatefulSet.class);
    List<String> claims =
        set.getSpec().getVolumeClaimTemplates().stream()
            .map(V1PersistentVolumeClaim::getMetadata)
            .map(metadata -> metadata.getName())
            .toList();
    List<String> volumes = new ArrayList<>(claims);
    installation.pod().getVolumes().stream().map(V1Volume::getName).forEach(volumes::add);
    List<V1VolumeMount> mounts = installation.container().getVolumeMounts();

    assertThat(mounts)
        .extracting(V1VolumeMount::getName)
        .containsExactlyInAnyOrderElementsOf(volumes);
    assertThat(mounts)
        .filteredOn(mount -> claims.contains(mount.getName()))
        .extracting(V1VolumeMount::getMountPath)
        .containsExactly(installation.read(folder).config().stateDir().toString());
    assertThat(mounts).extracting(V1VolumeMount::getMountPath).contains("/tmp");
    for (Path secret : installation.secretFiles()) {
      assertThat(mounts)
          .as(secret + " is mounted")
          .anyMatch(mount -> mount.getMountPath().equals(secret.getParent().toString()));
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void probesAskWhatTheProgramAnswers(Installation installation) {
    V1Container container = installation.container();
    PipelineConfig config = installation.read(folder).config();

    assertThat(config.http().host()).isEqualTo("0.0.0.0");
    assertThat(container.getPorts()).hasSize(1);
    assertThat(container.getPorts().get(0).getContainerPort()).isEqualTo(config.http().port());
    assertThat(path(container.getStartupProbe())).isEqualTo("/live");
    assertThat(path(container.getLivenessProbe())).isEqualTo("/live");
    assertThat(path(container.getReadinessProbe())).isEqualTo("/ready");
    assertThat(Endpoints.all()).contains("/live", "/ready", "/metrics");
    for (V1Probe probe :
        List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())) {
      assertThat(probe.getHttpGet().getPort().getStrValue())
          .isEqualTo(container.getPorts().get(0).getName());
    }
    assertThat(installation.only(V1Service.class).getSpec().getPorts())
        .allMatch(port -> port.getPort() == config.http().port())
        .allMatch(port -> port.getTargetPort().getStrValue().equals("http"));
  }

  private static String path(V1Probe probe) {
    return probe.getHttpGet().getPath();
  }

  @ParameterizedTest
  @MethodSource("installations")
  void itEndsInOrderBeforeItIsKilledAndIsBackBeforeItIsReplaced(Installation installation) {
    PipelineConfig config = installation.read(folder).config();
    Duration grace = Duration.ofSeconds(installation.pod().getTerminationGracePeriodSeconds());
    long session =
        Long.parseLong(
            config
                .kafka()
                .getOrDefault("session.timeout.ms", Integer.toString(STANDARD_SESSION_MILLIS)));

    assertThat(grace).isGreaterThan(config.operations().shutdownTimeout());
    assertThat(grace).isLessThan(Duration.ofMillis(session));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void whatJavaTakesFitsIntoTheLimit(Installation installation) {
    PipelineConfig config = installation.read(folder).config();
    long limit = bytes(installation, "limits");
    long clients = Heap.CLIENTS_OF_A_THREAD * config.threads();

    assertThat(installation.heapBytes() + Heap.STORES + Heap.JAVA).isLessThanOrEqualTo(limit);
    assertThat(config.assembly().memoryBytes() + clients)
        .as("assembly.memory and Kafka's clients, in the heap")
        .isLessThan(installation.heapBytes() * 3 / 4);
    assertThat(bytes(installation, "requests")).isEqualTo(limit);
    String options = installation.variable("JAVA_OPTS");
    assertThat(options).contains("-Xms" + options.replaceFirst(".*-Xmx(\\S+).*", "$1"));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void javaKnowsHowManyProcessorsItMayUse(Installation installation) {
    String options = installation.variable("JAVA_OPTS");
    int processors =
        Integer.parseInt(options.replaceFirst("(?s).*-XX:ActiveProcessorCount=(\\d+).*", "$1"));
    double requested =
        installation.container().getResources().getRequests().get("cpu").getNumber().doubleValue();

    assertThat((double) processors).isBetween(requested, requested + 2);
  }

  private static long bytes(Installation installation, String which) {
    var resources = installation.container().getResources();
    var amounts = which.equals("limits") ? resources.getLimits() : resources.getRequests();
    return amounts.get("memory").getNumber().longValueExact();
  }

  @ParameterizedTest
  @MethodSource("installations")
  void thereAreNoMoreInstancesThanPartitionsForThem(Installation installation) {
    PipelineConfig config = installation.read(folder).config();
    Integer replicas = installation.only(V1StatefulSet.class).getSpec().getReplicas();
    long most = config.partitions() / config.threads();

    for (Manifest object : installation.objects()) {
      if (object.kind().equals("ScaledObject")) {
        assertThat(replicas).as("KEDA says how many").isNull();
        assertThat(Yaml.at(object.tree(), "spec.maxReplicaCount").getAsLong())
            .isLessThanOrEqualTo(most);
        assertThat(Yaml.at(object.tree(), "spec.minReplicaCount").getAsLong())
            .isGreaterThanOrEqualTo(FEWEST_REPLICAS);
        return;
      }
    }
    assertThat((long) replicas).isBetween(FEWEST_REPLICAS, most);
  }

  @ParameterizedTest
  @MethodSource("installations")
  void itMayDoNothingThatItDoesNotNeed(Installation installation) {
    V1PodSpec pod = installation.pod();
    V1SecurityContext may = installation.container().getSecurityContext();

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(may.getReadOnlyRootFilesystem()).isTrue();
    assertThat(may.getAllowPrivilegeEscalation()).isFalse();
    assertThat(may.getCapabilities().getDrop()).containsExactly("ALL");
  }

  @ParameterizedTest
  @MethodSource("installations")
  void theNetworkLetsInWhoScrapesAndOutToKafka(Installation installation) {
    V1NetworkPolicy policy = installation.only(V1NetworkPolicy.class);
    PipelineConfig config = installation.read(folder).config();
    List<V1NetworkPolicyPort> out =
        policy.getSpec().getEgress().stream().flatMap(rule -> rule.getPorts().stream()).toList();

    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress())
        .allMatch(rule -> rule.getPorts().get(0).getPort().getStrValue().equals("http"));
    for (String server : config.kafka().get("bootstrap.servers").split(",")) {
      int port = Integer.parseInt(server.replaceFirst(".*:", ""));
      assertThat(out).as(server).anyMatch(each -> includes(each, port));
    }
    assertThat(out).anyMatch(each -> includes(each, 53));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void whatPrometheusAsksForIsAnswered(Installation installation) {
    for (Manifest object : installation.objects()) {
      if (object.kind().equals("ServiceMonitor")) {
        assertThat(object.tree().toString()).contains("\"/red\"");
        assertThat(installation.read(folder).config().metrics().scrape()).isTrue();
      }
    }
  }

  private static boolean includes(V1NetworkPolicyPort ports, int port) {
    int first = ports.getPort().getIntValue();
    int last = ports.getEndPort() == null ? first : ports.getEndPort();
    return first <= port && port <= last;
  }
}
