package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spanmill.embedded.registry.EmbeddedRegistry;
import io.spanmill.topology.cli.Main;
import io.spanmill.topology.cli.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A password is in every place where one can be; nothing that anybody says repeats it. */
@Timeout(180)
final class HiddenSecretsTest {
  private static final String PASSWORD = SecureKafka.password(SecureKafka.ADMINISTRATOR);

  @TempDir static Path directory;

  private static SecureKafka kafka;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = SecureKafka.start(directory.resolve("kafka"));
    InetSocketAddress anyPort = new InetSocketAddress(BrokerPorts.loopback(), 0);
    registry = EmbeddedRegistry.start(directory.resolve("registry"), anyPort);
    kafka.admin().createTopics(List.of(new NewTopic("shy-in", 1, (short) 1))).all().get();
  }

  @AfterAll
  static void stopKafka() throws IOException {
    registry.close();
    kafka.close();
  }

  @Test
  void aRunningPipelineKeepsThemToItself() throws Exception {
    int port = BrokerPorts.pick().broker();
    Path said = directory.resolve("run.log");
    Process run = run(config("shy", everywhere("127.0.0.1:" + port)), said);
    String metrics;
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> isReady(run, said, port));
      metrics = ask(port, "/metrics").body();
    } finally {
      run.destroy();
      run.onExit().join();
    }
    assertThat(metrics).contains("spanmill_").doesNotContain(PASSWORD);
    assertThat(Files.readString(said))
        .contains("ProducerConfig values", "sasl.jaas.config = [hidden]", "shy runs")
        .contains("KafkaAvroSerializerConfig values", "bearer.auth.token = [hidden]")
        .doesNotContain(PASSWORD);
  }

  @Test
  void noCommandTells() throws Exception {
    Path config = config("told", everywhere("127.0.0.1:0"));
    assertThat(type(config, "check")).contains("is valid", "kafka.basic.auth.user.info");
    assertThat(type(config, "check", "--explain")).contains("kafka.my.token: ***");
    assertThat(type(config, "topics", "--create")).contains("told-spans: ok");
    assertThat(type(config, "topics")).contains("told-spans: ok");
    assertThat(type(config, "topics", "--rights")).contains("told-spans");
    assertThat(type(config, "topics", "--acls")).contains("told-spans");
    assertThat(type(config, "policies", "--apply")).contains("are in force now");
    assertThat(type(config, "policies", "--show")).contains("applied on");
    assertThat(type(config, "explain", "0a".repeat(16))).contains("nothing was decided");
    assertThat(type(config, "grow", "--partitions", "2"))
        .contains("there is no topic told-assemble-decisions-changelog yet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sasl.jaas.config        | a.B required x=%s                       | is not a login module",
        "sasl.jaas.config        | a.%s required x=y;                      | is not a login module",
        "admin.sasl.jaas.config  | %s                                      | is not a login module",
        "ssl.keystore.password   | %s                                      | cannot use Kafka",
        "ssl.keystore.key        | %s                                      | cannot use Kafka",
        "ssl.truststore.password | %s                                      | cannot use Kafka",
        "schema.registry.url     | http://me:%s@localhost                  | has a user in it",
      })
  void noRefusalTells(String key, String value, String problem) throws Exception {
    TreeMap<String, String> properties = new TreeMap<>(everywhere("127.0.0.1:0"));
    properties.put("kafka." + key, String.format(value, PASSWORD));
    assertThat(type(config("wrong", properties), "topics")).contains(problem);
  }

  @Test
  void aWrongPasswordIsNotRepeated() throws Exception {
    TreeMap<String, String> properties = new TreeMap<>(everywhere("127.0.0.1:0"));
    String login =
        SecureKafka.jaas(SecureKafka.MILL)
            .replace(SecureKafka.password(SecureKafka.MILL), PASSWORD);
    properties.replaceAll((key, value) -> key.endsWith("jaas.config") ? login : value);
    assertThat(type(config("wrong", properties), "topics"))
        .contains("cannot use Kafka at ", "invalid credentials");
  }

  /** What was said, where stack traces are asked for. */
  private static String type(Path config, String... words) {
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said);
    List<String> typed = new ArrayList<>(List.of(words));
    typed.addAll(List.of("--config", config.toString()));
    Main.execute(
        new Surroundings(both, both, Map.of("SPANMILL_DEBUG", "1"), "host", 2L << 30, false),
        typed.toArray(new String[0]));
    assertThat(said.toString()).doesNotContain(PASSWORD);
    return said.toString();
  }

  private static Process run(Path config, Path said) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--config",
            config.toString());
    ProcessBuilder run = new ProcessBuilder(command).redirectErrorStream(true);
    run.environment().put("SPANMILL_LOGGING_KAFKA_LEVEL", "debug");
    return run.redirectOutput(said.toFile()).start();
  }

  private static boolean isReady(Process run, Path said, int port) throws Exception {
    assertThat(run.isAlive()).as(Files.readString(said)).isTrue();
    try {
      return ask(port, "/ready").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static HttpResponse<String> ask(int port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private static Map<String, String> everywhere(String listen) {
    Map<String, String> properties = new TreeMap<>();
    kafka
        .client(SecureKafka.ADMINISTRATOR)
        .forEach((key, value) -> properties.put("kafka." + key, value));
    String login = SecureKafka.jaas(SecureKafka.ADMINISTRATOR);
    for (String kind :
        List.of("admin", "consumer", "producer", "main.consumer", "restore.consumer")) {
      properties.put("kafka." + kind + ".sasl.jaas.config", login);
    }
    properties.put("kafka.ssl.key.password", PASSWORD);
    properties.put("kafka.producer.ssl.key.password", PASSWORD);
    properties.put("kafka.schema.registry.url", registry.url());
    properties.put("kafka.basic.auth.credentials.source", "USER_INFO");
    properties.put("kafka.basic.auth.user.info", "somebody:" + PASSWORD);
    properties.put("kafka.schema.registry.basic.auth.user.info", "somebody:" + PASSWORD);
    properties.put("kafka.bearer.auth.token", PASSWORD);
    properties.put("kafka.schema.registry.ssl.key.password", PASSWORD);
    properties.put("kafka.request.header.Authorization", PASSWORD);
    properties.put("kafka.my.token", PASSWORD);
    properties.put("kafka.consumer.my.secret", PASSWORD);
    properties.put("http.listen", listen);
    return properties;
  }

  private static Path config(String name, Map<String, String> properties) throws IOException {
    StringBuilder yaml = new StringBuilder("name: " + name + "\n");
    yaml.append("state_dir: '").append(directory.resolve("state-" + name)).append("'\n");
    yaml.append(
        "partitions: 1\nassembly: {memory: 64MiB, max_trace_bytes: 1MiB}\ninput: {topics: [shy-in]}\n");
    yaml.append("output: {format: avro}\n");
    yaml.append("http: {listen: '").append(properties.get("http.listen")).append("'}\nkafka:\n");
    properties.forEach(
        (key, value) -> {
          if (key.startsWith("kafka.")) {
            yaml.append(String.format("  %s: '%s'%n", key.substring(6), value));
          }
        });
    return Files.writeString(directory.resolve(name + ".yaml"), yaml);
  }
}
