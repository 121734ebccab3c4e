package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * Who reads what Spanmill writes reads what it has committed, and who writes to it is understood.
 */
final class CommittedReadingTest {
  private static final Path COLLECTOR = Sources.DEPLOY.resolve("compose/collector.yaml");

  @Test
  void theSinkPushesWhatIsCommitted() {
    Properties sink = ConnectSettings.read("otlp-sink.properties");

    assertThat(sink)
        .containsEntry("consumer.override.isolation.level", "read_committed")
        .containsEntry("key.converter", ConnectSettings.BYTES)
        .containsEntry("value.converter", ConnectSettings.BYTES);
    assertThat(Composition.services().keySet()).contains(host(sink.getProperty("endpoint")));
    String token = sink.getProperty("headers").replaceFirst(".*\\$\\{env:(\\w+)}.*", "$1");
    assertThat(Composition.environment("push-uptrace")).containsKey(token);
    assertThat(token)
        .matches(
            ConnectSettings.read("worker.properties")
                .getProperty("config.providers.env.param.allowlist.pattern"));
  }

  @Test
  void spanmillPushesToWhereTheCollectorListens() {
    JsonElement grpc = Yaml.at(Yaml.document(COLLECTOR), "receivers.otlp.protocols.grpc");
    Map<String, String> environment = Composition.environment("spanmill");
    String port = Yaml.text(grpc, "endpoint").replaceFirst(".*:", "");

    assertThat(environment)
        .containsEntry("SPANMILL_PUSH_ENDPOINT", "http://collector:" + port)
        .containsEntry("SPANMILL_PUSH_PROTOCOL", "grpc");
  }

  private static String host(String address) {
    return address.replaceFirst("^\\w+://", "").replaceFirst(":.*", "");
  }

  @Test
  void theCollectorSendsToServicesWhatItHas() {
    JsonObject tree = Yaml.document(COLLECTOR);
    for (Map.Entry<String, JsonElement> pipeline :
        Yaml.at(tree, "service.pipelines").getAsJsonObject().entrySet()) {
      for (String kind : List.of("receivers", "processors", "exporters")) {
        for (String component : Yaml.texts(pipeline.getValue().getAsJsonObject(), kind)) {
          assertThat(Yaml.at(tree, kind).getAsJsonObject().keySet()).contains(component);
        }
      }
    }
    for (JsonElement exporter : Yaml.at(tree, "exporters").getAsJsonObject().asMap().values()) {
      String key = exporter.getAsJsonObject().has("endpoint") ? "endpoint" : "metrics_endpoint";
      assertThat(Composition.services().keySet()).contains(host(Yaml.text(exporter, key)));
      assertThat(Yaml.at(exporter, "sending_queue.enabled").getAsBoolean())
          .as("an offset is committed when it has arrived")
          .isFalse();
    }
  }

  @Test
  void theWorkerHandsBytesOver() {
    assertThat(ConnectSettings.read("worker.properties"))
        .containsEntry("key.converter", ConnectSettings.BYTES)
        .containsEntry("value.converter", ConnectSettings.BYTES);
    String dockerfile = Sources.text(Sources.ROOT.resolve("Dockerfile"));
    assertThat(dockerfile)
        .contains(" " + ConnectSettings.read("worker.properties").getProperty("plugin.path"));
    String offsets =
        ConnectSettings.read("worker.properties").getProperty("offset.storage.file.filename");
    assertThat(Yaml.texts(Composition.service("connect"), "volumes"))
        .contains("connect:" + Path.of(offsets).getParent());
  }

  @Test
  void theSourceAndTheSinkKnowTheirKeys() {
    holdKeys("source", "name|connector.class|tasks.max|.*converter|producer.*");
    holdKeys("sink", "name|connector.class|tasks.max|topics|.*converter|consumer.*|errors.*");
    assertThat(Yaml.texts(Composition.service("connect"), "ports"))
        .allMatch(published -> published.endsWith(":" + ConnectSettings.port()));
  }

  /**
   * @param others keys of Connect's own
   */
  private static void holdKeys(String kind, String others) {
    Path main = Sources.ROOT.resolve("connect/src/main");
    Properties settings = ConnectSettings.read("otlp-" + kind + ".properties");
    String type = settings.getProperty("connector.class");
    String keys =
        Sources.text(
            main.resolve(
                "java/" + type.replace('.', '/').replace("Connector", "Config") + ".java"));
    String service =
        "org.apache.kafka.connect." + kind + "." + (kind.equals("sink") ? "Sink" : "Source");

    assertThat(Sources.text(main.resolve("resources/META-INF/services/" + service + "Connector")))
        .contains(type);
    assertThat(settings.stringPropertyNames())
        .filteredOn(key -> !key.matches(others))
        .allMatch(key -> keys.contains("\"" + key + "\""));
  }
}
