package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come from elsewhere, and are never shown. */
final class SecretsTest {
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"m\"";

  @TempDir Path folder;

  @Test
  void valuesComeOutOfTheEnvironmentAndOutOfFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "hun\\ter$2\n");
    LoadedConfig loaded =
        read(
            "kafka: {client.id: '${other:x}-${env:WHO}', ssl.key.password: '${file:"
                + file
                + "}', sasl.jaas.config: '"
                + SCRAM
                + " password=\"${env:PASSWORD}\";'}",
            Map.of("WHO", "me", "PASSWORD", "${env:WHO}", "SPANMILL_KAFKA_A", "${env:WHO}"));

    assertThat(loaded.config().kafka())
        .containsEntry("client.id", "${other:x}-me")
        .containsEntry("a", "me")
        .containsEntry("ssl.key.password", "hun\\ter$2")
        .containsEntry("sasl.jaas.config", SCRAM + " password=\"${env:WHO}\";");
    assertThat(loaded.notes()).isEmpty();
    assertThat(loaded.value("kafka.client.id")).isEqualTo("${other:x}-${env:WHO}");
  }

  @Test
  void whatIsNotThereIsOneLine() throws IOException {
    refuses(
        "{client.id: '${env:WHO}'}",
        "client.id: ${env:WHO}: there is no such variable in the environment");
    refuses(
        "{client.id: '${file:/no/such}'}", "client.id: ${file:/no/such}: there is no such file");
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    refuses("{client.id: '${file:" + empty + "}'}", "client.id: ${file:" + empty + "} is empty");
  }

  @Test
  void kafkasOwnProvidersAreLeftToKafka() {
    assertThat(
            read(
                    "kafka: {config.providers: 'x, file', a: '${file:/f:k}', b: '${env:B}'}",
                    Map.of("B", "b"))
                .config()
                .kafka())
        .containsEntry("a", "${file:/f:k}")
        .containsEntry("b", "b");
  }

  @Test
  void aSecretInTheFileIsNotedInOneLine() {
    assertThat(
            read(
                    "kafka: {ssl.key.password: hunter2, producer.sasl.jaas.config: '"
                        + SCRAM
                        + " password=hunter2;', basic.auth.user.info: 'a:hunter2',"
                        + " ssl.truststore.certificates: PEM, sasl.oauthbearer.token.endpoint.url: u}",
                    Map.of("SPANMILL_KAFKA_SSL_KEYSTORE_PASSWORD", "hunter2"))
                .notes())
        .containsExactly(
            "spanmill.yaml: kafka.basic.auth.user.info, kafka.producer.sasl.jaas.config,"
                + " kafka.ssl.key.password: a secret that stands in the file; ${env:NAME} takes it"
                + " from the environment, ${file:/path} from a file");
  }

  @ParameterizedTest
  @CsvSource({
    "ssl.keystore.key,true",
    "consumer.ssl.keystore.password,true",
    "sasl.oauthbearer.assertion.private.key.passphrase,true",
    "main.consumer.sasl.jaas.config,true",
    "basic.auth.user.info,true",
    "my.api.key,true",
    "schema.registry.basic.auth.user.info,true",
    "bearer.auth.token,true",
    "schema.registry.ssl.keystore.key,true",
    "schema.registry.ssl.truststore.password,true",
    "request.header.Authorization,true",
    "basic.auth.credentials.source,false",
    "schema.registry.ssl.truststore.location,false",
    "schema.registry.url,false",
    "My_Token,true",
    "sasl.oauthbearer.token.endpoint.url,false",
    "sasl.login.callback.handler.class,false",
    "bootstrap.servers,false",
    "client.id,false"
  })
  void kafkaSaysWhatIsSecretAndElseItsName(String property, boolean secret) {
    assertThat(Secrets.isSecret(property)).isEqualTo(secret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "hunter2 required;",
        "a.B hunter2;",
        "a.B required hunter2;",
        "a.B required password=two hunter2;",
        "a.B required password=\"hunter2\""
      })
  void aLoginModuleThatCannotBeReadIsNotRepeated(String module) {
    assertThatThrownBy(() -> read("kafka: {admin.sasl.jaas.config: '" + module + "'}", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "spanmill.yaml: kafka.admin.sasl.jaas.config: is not a login module:"
                + " CLASS required NAME=\"VALUE\" …;");
  }

  @Test
  void aPasswordThatIsNoYamlIsNotRepeated() {
    assertThatThrownBy(() -> read("kafka: {ssl.key.password: *hunter2}", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 1, column 27: a value that begins with * or & needs quotes")
        .hasMessageNotContaining("hunter2");
  }

  private void refuses(String kafka, String message) {
    assertThatThrownBy(() -> read("kafka: " + kafka, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("spanmill.yaml: kafka." + message);
  }

  private static LoadedConfig read(String yaml, Map<String, String> environment) {
    return new ConfigReader(environment, "host", 4L << 30).readText("spanmill.yaml", yaml);
  }
}
