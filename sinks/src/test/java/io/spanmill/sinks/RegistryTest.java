package io.spanmill.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.spanmill.avro.DecisionForm;
import io.spanmill.sinks.metrics.DurationBuckets;
import io.spanmill.sinks.metrics.MetricNames;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.sinks.metrics.OtlpMetrics;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the registry's own client is told who we are, and what is said when it fails. */
@Timeout(60)
final class RegistryTest {
  private static final MetricsConfig NO_METRICS =
      new MetricsConfig(
          MetricsConfig.Export.NONE,
          false,
          MetricNames.Kind.COLLECTOR,
          DurationBuckets.Unit.SECONDS,
          OtlpMetrics.Histograms.EXPLICIT,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));
  private static final OutputTopics TOPICS =
      new OutputTopics(
          "mill", new JsonCodec(), 1 << 20, NO_METRICS, Set.of(OutputTopics.Extra.values()));
  private static final Schema DECISIONS = new DecisionForm().schema();
  private static final String PASSWORD = "hunter2";

  @TempDir Path folder;

  @Test
  void everySchemaIsToldAndAskedForOnce() throws Exception {
    try (StubRegistry stub = new StubRegistry()) {
      tryOut(stub, Map.of());

      assertThat(stub.asked())
          .extracting(StubRegistry.Asked::what)
          .containsExactly(
              "POST /subjects/mill-decisions-value/versions",
              "GET /schemas/ids/1",
              "POST /subjects/mill-red-value/versions",
              "GET /schemas/ids/2",
              "POST /subjects/mill-edges-value/versions",
              "GET /schemas/ids/3",
              "POST /subjects/mill-alerts-value/versions",
              "GET /schemas/ids/4",
              "POST /subjects/mill-critical-path-value/versions",
              "GET /schemas/ids/5",
              "POST /subjects/mill-errors-value/versions",
              "GET /schemas/ids/6");
    }
  }

  @Test
  void whoMayNotTellSchemasAsksForThem() throws Exception {
    try (StubRegistry stub = new StubRegistry()) {
      tryOut(stub, Map.of("auto.register.schemas", "false"));

      assertThat(stub.asked().get(0).what()).isEqualTo("POST /subjects/mill-decisions-value");
    }
  }

  @Test
  void aUserAndAPasswordGoIntoEveryRequest() throws Exception {
    try (StubRegistry stub = new StubRegistry()) {
      tryOut(
          stub,
          Map.of(
              "basic.auth.credentials.source",
              "USER_INFO",
              "basic.auth.user.info",
              "mill:" + PASSWORD));

      assertThat(stub.asked())
          .extracting(StubRegistry.Asked::authorization)
          .containsOnly("Basic bWlsbDpodW50ZXIy"); // mill:hunter2
    }
  }

  @Test
  void theUserOfKafkaCanBeTheSame() throws Exception {
    try (StubRegistry stub = new StubRegistry()) {
      tryOut(
          stub,
          Map.of(
              "basic.auth.credentials.source",
              "SASL_INHERIT",
              "sasl.jaas.config",
              "org.apache.kafka.common.security.scram.ScramLoginModule required"
                  + " username=\"mill\" password=\"hunter2\";"));

      assertThat(stub.asked())
          .extracting(StubRegistry.Asked::authorization)
          .containsOnly("Basic bWlsbDpodW50ZXIy");
    }
  }

  @Test
  void aTokenGoesIntoEveryRequest() throws Exception {
    try (StubRegistry stub = new StubRegistry()) {
      tryOut(
          stub,
          Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", PASSWORD));

      assertThat(stub.asked())
          .extracting(StubRegistry.Asked::authorization)
          .containsOnly("Bearer hunter2");
    }
  }

  @Test
  void speaksTlsWithWhomItTrusts() throws Exception {
    Path keys = folder.resolve("registry.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "r",
        "-keyalg",
        "EC",
        "-dname",
        "CN=registry",
        "-keystore",
        "" + keys);
    Path certificate = folder.resolve("registry.pem");
    keytool(
        "-exportcert", "-rfc", "-alias", "r", "-keystore", "" + keys, "-file", "" + certificate);
    try (StubRegistry stub = new StubRegistry(secure(keys), "https")) {
      tryOut(
          stub,
          Map.of(
              "schema.registry.ssl.truststore.type",
              "PEM",
              "schema.registry.ssl.truststore.location",
              "" + certificate));
      assertThat(stub.asked()).hasSize(12);

      assertThatThrownBy(() -> tryOut(stub, Map.of("max.retries", "0")))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageStartingWith(
              "kafka.schema.registry.url: no registry answers at "
                  + stub.url()
                  + ": unable to find");
    }
  }

  @Test
  void silenceIsOneLine() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Registry nobody =
        new Registry(Map.of(Registry.URL, "http://127.0.0.1:" + free, "max.retries", "0"));

    assertThatThrownBy(() -> new AvroCodec(nobody).tryOut(TOPICS))
        .isInstanceOf(RegistryFailure.class)
        .hasMessage(
            "kafka.schema.registry.url: no registry answers at http://127.0.0.1:"
                + free
                + ": Connection refused");
  }

  @Test
  void aRefusalIsOneLineWithoutThePassword() throws Exception {
    try (StubRegistry stub =
        new StubRegistry()
            .answering(
                "POST /subjects/mill-decisions-value/versions",
                "401 {\"error_code\":401,\"message\":\"who\\nare you?\"}")) {
      assertThatThrownBy(
              () ->
                  tryOut(
                      stub,
                      Map.of(
                          "basic.auth.credentials.source",
                          "USER_INFO",
                          "basic.auth.user.info",
                          "mill:" + PASSWORD)))
          .isInstanceOf(RegistryFailure.class)
          .hasMessage(
              "kafka.schema.registry.url: the registry at "
                  + stub.url()
                  + " does not take the schema of mill-decisions: who are you?; error code: 401");
    }
  }

  @Test
  void aSchemaThatLeavesFieldsOutIsRefused() throws Exception {
    String noPolicy = DECISIONS.toString().replaceFirst("\\{\"name\":\"policy\".*?},", "");

    assertThatThrownBy(() -> tryOutLatest(noPolicy))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("has another schema for mill-decisions")
        .hasMessageContaining("read as something else");
  }

  /** The text would get the policy, which stands there with us. */
  @Test
  void aSchemaWithFieldsThatWeDoNotKnowIsRefused() throws Exception {
    String more =
        DECISIONS
            .toString()
            .replaceFirst(
                "\\{\"name\":\"policy\"",
                "{\"name\":\"more\",\"type\":[\"null\",\"string\"],\"default\":null},$0");

    assertThatThrownBy(() -> tryOutLatest(more))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageContaining("has another schema for mill-decisions")
        .hasMessageContaining("read as something else");
  }

  private static void tryOutLatest(String schema) throws Exception {
    String answer =
        "200 {\"subject\":\"mill-decisions-value\",\"version\":1,\"id\":1,\"schema\":\""
            + schema.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"}";
    try (StubRegistry stub =
        new StubRegistry()
            .answering("GET /subjects/mill-decisions-value/versions/latest", answer)
            .answering("GET /schemas/ids/1", answer)) {
      tryOut(stub, Map.of("auto.register.schemas", "false", "use.latest.version", "true"));
    }
  }

  @Test
  void whatItsClientCannotDoIsOneLine() {
    Registry registry =
        new Registry(
            Map.of(
                Registry.URL, "http://127.0.0.1:1", "basic.auth.credentials.source", "USER_INFO"));

    assertThatThrownBy(() -> new AvroCodec(registry))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageStartingWith(
            "kafka.schema.registry.url: the registry's client cannot be set up: UserInfo must");
  }

  @Test
  void nothingShowsThePassword() {
    Registry registry =
        new Registry(Map.of(Registry.URL, "http://r:1", "basic.auth.user.info", PASSWORD));

    assertThat(registry).hasToString("Registry[http://r:1]");
  }

  private static void tryOut(StubRegistry stub, Map<String, String> more) {
    Map<String, String> properties = new TreeMap<>(more);
    properties.put(Registry.URL, stub.url());
    try (AvroCodec codec = new AvroCodec(new Registry(properties))) {
      codec.tryOut(TOPICS);
    }
  }

  private static HttpsServer secure(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(StubRegistry.address(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-ext", "san=ip:127.0.0.1", "-validity", "2"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}
