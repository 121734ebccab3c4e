package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.sinks.Registry;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What stands below {@code kafka} goes to the registry, if it is not about the brokers. */
final class RegistryReaderTest {
  @Test
  void whatKafkaDoesNotKnowIsForTheRegistry() {
    assertThat(
            registry(
                    """
                    bootstrap.servers: 'b:1'
                    ssl.truststore.password: of-the-brokers
                    producer.linger.ms: 5
                    sasl.jaas.config: 'a.B required password="of-the-brokers";'
                    schema.registry.url: [http://a:1, https://b]
                    schema.registry.ssl.truststore.password: '${env:PASSWORD}'
                    auto.register.schemas: false
                    request.header.tenant: me
                    """)
                .properties())
        .isEqualTo(
            Map.of(
                Registry.URL,
                "http://a:1,https://b",
                "schema.registry.ssl.truststore.password",
                "hunter2",
                "auto.register.schemas",
                "false",
                "request.header.tenant",
                "me"));
  }

  @Test
  void theLoginOfKafkaGoesThereOnlyIfItIsInherited() {
    assertThat(
            registry(
                    """
                    sasl.jaas.config: 'a.B required password="x";'
                    schema.registry.url: http://a:1
                    basic.auth.credentials.source: SASL_INHERIT
                    """)
                .properties())
        .containsEntry("sasl.jaas.config", "a.B required password=\"x\";");
  }

  @Test
  void kafkasProvidersFillInWhatIsForTheRegistryToo() {
    assertThat(
            registry("config.providers: file\nschema.registry.url: http://a:1\nx: '${file:/f:k}'")
                .properties())
        .containsEntry("config.providers", "file")
        .containsEntry("x", "${file:/f:k}");
  }

  @Test
  void aRegistryThatIsNotUsedIsNoted() {
    LoadedConfig loaded = read("schema.registry.url: http://a:1", "json");

    assertThat(loaded.notes())
        .containsExactly(
            "kafka.schema.registry.url is set, but output.format is json: nothing is written as"
                + " Avro");
    assertThat(loaded.config().output().format()).isEqualTo(OutputFormat.JSON);
  }

  @Test
  void whereThereIsNoneThereIsJson() {
    OutputConfig output = new ConfigReader(Map.of(), "host", 4L << 30).defaults().config().output();

    assertThat(output).isEqualTo(OutputConfig.JSON);
  }

  private static Registry registry(String kafka) {
    return Objects.requireNonNull(read(kafka, "avro").config().output().registry());
  }

  private static LoadedConfig read(String kafka, String format) {
    String yaml = "output: {format: " + format + "}\nkafka:\n" + kafka.indent(2);
    return new ConfigReader(Map.of("PASSWORD", "hunter2"), "host", 4L << 30)
        .readText("spanmill.yaml", yaml);
  }
}
