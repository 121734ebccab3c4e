package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Service;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What extensions of Kubernetes define: their fields are not known to its client, so that what is
 * expected of them stands here.
 */
final class CustomResourcesTest {
  private static List<Manifest> ofKind(String kind) {
    return ManifestsTest.written().stream().filter(each -> each.kind().equals(kind)).toList();
  }

  private static Manifest only(String kind, String origin) {
    return ofKind(kind).stream()
        .filter(each -> each.origin().startsWith(origin))
        .findFirst()
        .orElseThrow();
  }

  private static void hasOnly(JsonElement tree, String path, Set<String> fields) {
    assertThat(Yaml.at(tree, path).getAsJsonObject().keySet()).as(path).isSubsetOf(fields);
  }

  @Test
  void prometheusFindsTheServiceAndAsksForWhatIsAnswered() {
    JsonObject monitor = only("ServiceMonitor", "components").tree();
    V1Service service = only("Service", "base").as(V1Service.class);

    hasOnly(monitor, "spec", Set.of("selector", "endpoints"));
    JsonObject selected = Yaml.at(monitor, "spec.selector.matchLabels").getAsJsonObject();
    for (String label : selected.keySet()) {
      assertThat(service.getMetadata().getLabels())
          .containsEntry(label, selected.get(label).getAsString());
    }
    for (JsonElement endpoint : Yaml.at(monitor, "spec.endpoints").getAsJsonArray()) {
      assertThat(endpoint.getAsJsonObject().keySet())
          .isSubsetOf("port", "path", "interval", "scrapeTimeout", "metricRelabelings");
      assertThat(Yaml.text(endpoint, "port"))
          .isEqualTo(service.getSpec().getPorts().get(0).getName());
      assertThat(Endpoints.all()).contains(Yaml.text(endpoint, "path"));
    }
  }

  @Test
  void kedaLooksAtOurGroupAndSetsOurReplicas() {
    List<Manifest> scaled = ofKind("ScaledObject");
    assertThat(scaled).hasSize(2);
    for (Manifest each : scaled) {
      JsonObject tree = each.tree();
      hasOnly(
          tree,
          "spec",
          Set.of(
              "scaleTargetRef",
              "minReplicaCount",
              "maxReplicaCount",
              "pollingInterval",
              "advanced",
              "triggers"));
      JsonElement kafka = Yaml.at(tree, "spec.triggers.0");
      assertThat(Yaml.text(kafka, "type")).isEqualTo("kafka");
      assertThat(Yaml.text(kafka, "metadata.consumerGroup")).isEqualTo("spanmill");
      assertThat(Yaml.text(kafka, "metadata.topic")).isEqualTo("otlp_spans");
      JsonElement rate = Yaml.at(tree, "spec.triggers.1");
      assertThat(Yaml.text(rate, "type")).isEqualTo("prometheus");
      assertThat(new Expression(Yaml.text(rate, "metadata.query")).unknown()).isEmpty();
      everyTextIsAText(tree);
    }
    assertThat(Yaml.text(scaled.get(0).tree(), "spec.scaleTargetRef.kind"))
        .isEqualTo("StatefulSet");
    assertThat(Yaml.text(scaled.get(0).tree(), "spec.scaleTargetRef.name"))
        .isEqualTo(only("StatefulSet", "base").name());
  }

  /** What KEDA's triggers take are texts; a bare number is refused by its schema. */
  private static void everyTextIsAText(JsonObject scaled) {
    for (JsonElement trigger : Yaml.at(scaled, "spec.triggers").getAsJsonArray()) {
      Yaml.at(trigger, "metadata")
          .getAsJsonObject()
          .asMap()
          .forEach(
              (key, value) -> assertThat(value.getAsJsonPrimitive().isString()).as(key).isTrue());
    }
  }

  @Test
  void kedaIsGivenWhatItsTriggerRefersTo() {
    JsonObject given = only("TriggerAuthentication", "overlays").tree();
    JsonObject scaled = only("ScaledObject", "overlays").tree();

    assertThat(Yaml.text(scaled, "spec.triggers.0.authenticationRef.name"))
        .isEqualTo(Yaml.text(given, "metadata.name"));
    for (JsonElement secret : Yaml.at(given, "spec.secretTargetRef").getAsJsonArray()) {
      assertThat(secret.getAsJsonObject().keySet()).containsOnly("parameter", "name", "key");
    }
  }

  @Test
  void strimziRunsOurSource() {
    JsonObject worker = only("KafkaConnect", "connect-strimzi").tree();
    JsonObject connector = only("KafkaConnector", "connect-strimzi").tree();
    V1Service service = only("Service", "connect-strimzi").as(V1Service.class);
    Properties source = ConnectSettings.read("otlp-source.properties");

    hasOnly(
        worker,
        "spec",
        Set.of(
            "version",
            "replicas",
            "image",
            "bootstrapServers",
            "tls",
            "authentication",
            "groupId",
            "configStorageTopic",
            "offsetStorageTopic",
            "statusStorageTopic",
            "config",
            "resources",
            "jvmOptions"));
    hasOnly(connector, "spec", Set.of("class", "tasksMax", "autoRestart", "config"));
    JsonObject settings = Yaml.at(worker, "spec.config").getAsJsonObject();
    assertThat(settings.get("value.converter").getAsString()).isEqualTo(ConnectSettings.BYTES);
    assertThat(settings.get("key.converter").getAsString()).isEqualTo(ConnectSettings.BYTES);
    assertThat(Yaml.at(worker, "spec.replicas").getAsInt())
        .isEqualTo(Yaml.at(connector, "spec.tasksMax").getAsInt());
    assertThat(Yaml.at(connector, "metadata.labels").getAsJsonObject().asMap().values())
        .containsExactly(Yaml.at(worker, "metadata.name"));
    assertThat(Yaml.text(connector, "spec.class")).isEqualTo(source.get("connector.class"));
    Yaml.at(connector, "spec.config")
        .getAsJsonObject()
        .asMap()
        .forEach((key, value) -> assertThat(source).containsEntry(key, value.getAsString()));
    assertThat(service.getSpec().getSelector())
        .containsEntry("strimzi.io/cluster", Yaml.text(worker, "metadata.name"));
    assertThat(service.getSpec().getPorts())
        .allMatch(port -> port.getTargetPort().getIntValue() == ConnectSettings.port());
  }
}
