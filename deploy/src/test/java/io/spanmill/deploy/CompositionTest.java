package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.LoadedConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That what docker compose would start fits together, and fits the program. */
final class CompositionTest {
  /** Licences under which anybody may offer a service. */
  private static final Set<String> LICENCES =
      Set.of(
          "Apache-2.0",
          "BSD-3-Clause",
          "PostgreSQL",
          "GPL-2.0-only",
          "GPL-2.0-only WITH Classpath-exception-2.0",
          "AGPL-3.0-only");

  private static final Pattern PINNED = Pattern.compile("[\\w./-]+:v?\\d+\\.\\d+[\\w.-]*");

  /** Ports above are taken for outgoing connections. */
  private static final int FIRST_EPHEMERAL = 32_768;

  @Test
  void composeReadsIt() {
    Optional<List<String>> client = client();
    assumeTrue(client.isPresent(), "docker compose is not here");
    for (List<String> arguments :
        List.of(List.of("config", "-q"), List.of("--profile", "uptrace", "config", "-q"))) {
      List<String> command = new ArrayList<>(client.get());
      command.addAll(arguments);
      Tool.Result result = Tool.run(Sources.ROOT, Map.of(), command);
      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(result.err()).isEmpty();
    }
  }

  private static Optional<List<String>> client() {
    Optional<Path> docker = Tool.find("docker");
    if (docker.isPresent()) {
      List<String> compose = List.of(docker.get().toString(), "compose");
      List<String> version = List.of(docker.get().toString(), "compose", "version");
      if (Tool.run(Sources.ROOT, Map.of(), version).exit() == 0) {
        return Optional.of(compose);
      }
    }
    return Tool.find("docker-compose").map(program -> List.of(program.toString()));
  }

  @Test
  void everyImageIsPinnedUnderALicenceThatAllowsServices() {
    Images images = Images.read();
    assertThat(images.names()).hasSize(Images.settings().size());
    assertThat(images.names().values()).allMatch(name -> PINNED.matcher(name).matches());
    assertThat(LICENCES).containsAll(images.licences().values());
  }

  @Test
  void everyImageIsOfThatOneFile() {
    Set<String> used = new TreeSet<>();
    Pattern variable = Pattern.compile("\\$\\{(\\w+_IMAGE):\\?}");
    String text = Sources.text(Sources.ROOT.resolve("docker-compose.yml"));
    variable.matcher(text).results().map(found -> found.group(1)).forEach(used::add);

    assertThat(used).isEqualTo(Images.read().names().keySet());
    for (JsonObject service : Composition.services().values()) {
      String image = Yaml.text(service, "image");
      assertThat(
              service.has("build") ? image.endsWith(":local") : variable.matcher(image).matches())
          .as(image)
          .isTrue();
    }
  }

  @Test
  void everyServiceHasLimitsAndIsAskedHowItIs() {
    Composition.services()
        .forEach(
            (name, service) -> {
              assertThat(Composition.memory(service)).as(name).isPositive();
              assertThat(Yaml.at(service, "cpus").getAsDouble()).as(name).isPositive();
              boolean isOnce = Yaml.text(service, "restart").equals("no");
              assertThat(isOnce || service.has("healthcheck")).as(name).isTrue();
            });
  }

  @Test
  void whoWaitsForAnotherWaitsForOneThatCanTell() {
    Composition.services()
        .forEach(
            (name, service) -> {
              if (service.has("depends_on")) {
                service
                    .getAsJsonObject("depends_on")
                    .entrySet()
                    .forEach(
                        other -> {
                          String condition = Yaml.text(other.getValue(), "condition");
                          JsonObject awaited = Composition.service(other.getKey());
                          assertThat(condition)
                              .as(name)
                              .isEqualTo(
                                  awaited.has("healthcheck")
                                      ? "service_healthy"
                                      : "service_completed_successfully");
                        });
              }
            });
  }

  @Test
  void whatIsMountedIsThere() {
    for (JsonObject service : Composition.services().values()) {
      for (String mount : Yaml.texts(service, "volumes")) {
        String source = mount.split(":")[0];
        if (source.startsWith("./")) {
          assertThat(Sources.ROOT.resolve(source)).exists();
          assertThat(mount).endsWith(":ro");
        } else {
          assertThat(Composition.volumes().keySet()).contains(source);
        }
      }
    }
  }

  @Test
  void onlyThisMachineReachesIt() {
    for (JsonObject service : Composition.services().values()) {
      for (String port : Yaml.texts(service, "ports")) {
        assertThat(port).startsWith("127.0.0.1:");
        assertThat(Integer.parseInt(port.split(":")[1])).isLessThan(FIRST_EPHEMERAL);
      }
    }
  }

  @Test
  void spanmillTakesItsSettings() {
    JsonObject service = Composition.service("spanmill");
    Map<String, String> environment = Composition.environment("spanmill");
    long heap = Heap.of(environment.get("JAVA_OPTS"));
    LoadedConfig loaded = new ConfigReader(environment, "spanmill", heap).defaults();

    assertThat(loaded.notes()).isEmpty();
    assertThat(loaded.config().metrics().export())
        .as("what the Collector reads")
        .isEqualTo(MetricsConfig.Export.CUMULATIVE);
    assertThat(heap + Heap.STORES + Heap.JAVA).isLessThanOrEqualTo(Composition.memory(service));
    assertThat(Yaml.texts(service, "volumes")).contains("state:" + loaded.config().stateDir());
    assertThat(Yaml.at(service, "healthcheck.test").toString())
        .contains(":" + loaded.config().http().port() + "/live");
    assertThat(Yaml.text(service, "ports.0")).endsWith(":" + loaded.config().http().port());
    int grace = Integer.parseInt(Yaml.text(service, "stop_grace_period").replace("s", ""));
    assertThat(Duration.ofSeconds(grace))
        .isGreaterThan(loaded.config().operations().shutdownTimeout());
    assertThat(Yaml.texts(service, "tmpfs")).allMatch(each -> each.startsWith("/tmp:exec"));
  }

  @Test
  void itsSchemaRegistryAndKafkaAreServices() {
    Map<String, String> environment = Composition.environment("spanmill");
    for (String variable :
        List.of("SPANMILL_KAFKA_BOOTSTRAP_SERVERS", "SPANMILL_KAFKA_SCHEMA_REGISTRY_URL")) {
      assertThat(host(environment.get(variable))).isIn(Composition.services().keySet());
    }
  }

  @Test
  void prometheusAsksSpanmillAndHasItsAlarms() {
    JsonObject prometheus = Yaml.document(Sources.DEPLOY.resolve("compose/prometheus.yml"));
    List<String> mounts = Yaml.texts(Composition.service("prometheus"), "volumes");

    assertThat(Yaml.text(prometheus, "scrape_configs.0.static_configs.0.targets.0"))
        .isEqualTo(
            "spanmill:"
                + Composition.environment("spanmill").get("SPANMILL_HTTP_LISTEN").split(":")[1]);
    for (JsonElement rules : prometheus.getAsJsonArray("rule_files")) {
      assertThat(mounts).anyMatch(mount -> mount.contains(":" + rules.getAsString() + ":"));
    }
  }

  @Test
  void grafanaFindsItsSourcesAndDashboards() {
    Path provisioning = Sources.DEPLOY.resolve("grafana/provisioning");
    JsonObject sources = Yaml.document(provisioning.resolve("datasources/spanmill.yaml"));
    JsonObject boards = Yaml.document(provisioning.resolve("dashboards/spanmill.yaml"));
    String folder = Yaml.text(boards, "providers.0.options.path");
    String home =
        Composition.environment("grafana").get("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH");

    for (JsonElement source : sources.getAsJsonArray("datasources")) {
      assertThat(host(Yaml.text(source, "url"))).isIn(Composition.services().keySet());
    }
    assertThat(Yaml.texts(Composition.service("grafana"), "volumes"))
        .contains("./deploy/grafana/dashboards:" + folder + ":ro");
    assertThat(home).startsWith(folder + "/");
    assertThat(Sources.DASHBOARDS.resolve(home.substring(folder.length() + 1))).exists();
  }

  private static String host(String address) {
    return address.replaceFirst("^\\w+://", "").replaceFirst(":.*", "");
  }
}
