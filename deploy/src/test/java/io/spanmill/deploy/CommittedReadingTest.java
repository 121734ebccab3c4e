package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Who reads what Spanmill writes reads what it has committed, and who writes to it is understood.
 */
final class CommittedReadingTest {
  private static List<Path> collectors() {
    return Sources.below(Sources.DEPLOY.resolve("compose"), ".yaml").stream()
        .filter(file -> file.getFileName().toString().startsWith("collector"))
        .toList();
  }

  @Test
  void copiesAreMadeOfWhatIsCommitted() {
    Properties copies = ConnectSettings.read("committed.properties");

    assertThat(copies)
        .containsEntry("source.consumer.isolation.level", "read_committed")
        .containsEntry("key.converter", ConnectSettings.BYTES)
        .containsEntry("value.converter", ConnectSettings.BYTES)
        .containsEntry(
            "source.cluster.bootstrap.servers", copies.get("target.cluster.bootstrap.servers"));
    // Mirror Maker refuses to set up what it is told not to do.
    assertThat(copies).containsEntry("emit.offset-syncs.enabled", "false");
    assertThat(copies.stringPropertyNames()).noneMatch(key -> key.startsWith("offset-syncs."));
    assertThat(copies.getProperty("source.cluster.alias"))
        .isNotEqualTo(copies.getProperty("target.cluster.alias"));
  }

  @Test
  void collectorsReadNothingButCopies() {
    Properties copies = ConnectSettings.read("committed.properties");
    List<String> copied =
        List.of(copies.getProperty("topics").split(",")).stream()
            .map(topic -> copies.getProperty("source.cluster.alias") + "." + topic)
            .toList();
    assertThat(collectors()).hasSize(2);
    for (Path file : collectors()) {
      List<String> read = new ArrayList<>();
      receivers(file)
          .forEach(
              (name, receiver) -> {
                assertThat(name).startsWith("kafka/");
                for (String signal : List.of("traces", "metrics", "logs")) {
                  if (receiver.has(signal)) {
                    read.addAll(Yaml.texts(receiver.getAsJsonObject(signal), "topics"));
                    assertThat(Yaml.text(receiver, signal + ".encoding")).isEqualTo("otlp_proto");
                  }
                }
                assertThat(Yaml.at(receiver, "message_marking.after").getAsBoolean()).isTrue();
              });
      assertThat(read).containsExactlyInAnyOrderElementsOf(copied);
    }
  }

  private static Map<String, JsonObject> receivers(Path file) {
    Map<String, JsonObject> receivers = new TreeMap<>();
    Yaml.at(Yaml.document(file), "receivers")
        .getAsJsonObject()
        .entrySet()
        .forEach(each -> receivers.put(each.getKey(), each.getValue().getAsJsonObject()));
    return receivers;
  }

  @Test
  void collectorsSendToServicesWhatTheyHave() {
    for (Path file : collectors()) {
      JsonObject tree = Yaml.document(file);
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
        String host = Yaml.text(exporter, key).replaceFirst("^\\w+://", "").replaceFirst(":.*", "");
        assertThat(Composition.services().keySet()).contains(host);
        assertThat(Yaml.at(exporter, "sending_queue.enabled").getAsBoolean())
            .as("an offset is committed when it has arrived")
            .isFalse();
      }
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
  void theSourceKnowsItsKeys() {
    Path module = Sources.ROOT.resolve("connect/src/main");
    assumeTrue(Files.isDirectory(module), "the module connect is not here");
    Properties source = ConnectSettings.read("otlp-source.properties");
    String keys = Sources.text(module.resolve("java/io/spanmill/connect/OtlpSourceConfig.java"));
    String connectors =
        Sources.text(
            module.resolve(
                "resources/META-INF/services/org.apache.kafka.connect.source.SourceConnector"));

    assertThat(connectors).contains(source.getProperty("connector.class"));
    assertThat(source.stringPropertyNames())
        .filteredOn(key -> !key.matches("name|connector.class|tasks.max|.*converter|producer.*"))
        .allMatch(key -> keys.contains("\"" + key + "\""));
    assertThat(Yaml.texts(Composition.service("connect"), "ports"))
        .allMatch(published -> published.endsWith(":" + ConnectSettings.port()));
  }
}
