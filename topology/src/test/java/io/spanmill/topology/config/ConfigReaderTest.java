package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.sampling.PolicySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void defaultsAreThoseOfTheDesign() {
    PipelineConfig config = reader(Map.of()).defaults().config();

    assertThat(config.name()).isEqualTo("spanmill");
    assertThat(config.stateDir()).isEqualTo(Path.of("./state"));
    assertThat(config.threads()).isEqualTo(1);
    assertThat(config.partitions()).isEqualTo(8);
    assertThat(config.guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE_V2);
    assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 8080));
    assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "localhost:9092"));
    assertThat(config.input().topics()).containsExactly("otlp_spans");
    assertThat(config.input().pattern()).isNull();
    assertThat(config.maxRecordBytes()).isEqualTo(8 << 20);
    assertThat(config.edges().window()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.edges().user()).isEqualTo("user");
  }

  @Test
  void defaultsOfTheStagesAreThoseOfTheDesign() {
    PipelineConfig config = reader(Map.of()).defaults().config();

    assertThat(config.assembly().settle()).isEqualTo(Duration.ofSeconds(6));
    assertThat(config.assembly().idle()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.assembly().maxAge()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.assembly().memoryBytes()).isEqualTo(512L << 20);
    assertThat(config.assembly().maxTraceBytes()).isEqualTo(16L << 20);
    assertThat(config.assembly().linger()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.assembly().remember()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.red().window()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.red().maxSkew()).isEqualTo(Duration.ofHours(1));
    assertThat(config.red().dimensions())
        .containsExactly("telemetry.sdk.language", "http.route", "http.request.method");
    assertThat(config.sampling().policies())
        .extracting(PolicySpec::name)
        .containsExactly("errors", "slow", "rest");
    assertThat(config.sampling().policies().get(1))
        .isEqualTo(new PolicySpec.Latency("slow", 500, 0));
    assertThat(config.sampling().policies().get(2))
        .isEqualTo(new PolicySpec.Probabilistic("rest", 10));
  }

  @Test
  void environmentOverridesTheFileAndTheFileTheDefaults() throws IOException {
    LoadedConfig loaded =
        read(
            "assembly: {settle: 4s, idle: 20s}\nthreads: 3\n",
            Map.of("SPANMILL_ASSEMBLY_SETTLE", "10s", "SPANMILL_MAX_RECORD_BYTES", "2MB"));

    assertThat(loaded.config().assembly().settle()).isEqualTo(Duration.ofSeconds(10));
    assertThat(loaded.config().assembly().idle()).isEqualTo(Duration.ofSeconds(20));
    assertThat(loaded.config().threads()).isEqualTo(3);
    assertThat(loaded.config().maxRecordBytes()).isEqualTo(2_000_000);
    assertThat(origin(loaded, "assembly.settle")).isEqualTo(Origin.ENVIRONMENT);
    assertThat(origin(loaded, "assembly.idle")).isEqualTo(Origin.FILE);
    assertThat(origin(loaded, "assembly.linger")).isEqualTo(Origin.DEFAULT);
  }

  @Test
  void environmentCarriesListsPoliciesAndKafkaProperties() {
    PipelineConfig config =
        reader(
                Map.of(
                    "SPANMILL_INPUT_TOPICS", "a, b,c",
                    "SPANMILL_KAFKA_BOOTSTRAP_SERVERS", "one:9092,two:9092",
                    "SPANMILL_KAFKA_SECURITY_PROTOCOL", "SSL",
                    "SPANMILL_EDGES_USER", "",
                    "SPANMILL_SAMPLING_POLICIES", "[{name: all, type: always_sample}]"))
            .defaults()
            .config();

    assertThat(config.input().topics()).containsExactly("a", "b", "c");
    assertThat(config.kafka())
        .containsEntry("bootstrap.servers", "one:9092,two:9092")
        .containsEntry("security.protocol", "SSL");
    assertThat(config.edges().user()).isEmpty();
    assertThat(config.sampling().policies()).containsExactly(new PolicySpec.AlwaysSample("all"));
  }

  @Test
  void kafkaPropertiesPassThroughAsWritten() throws IOException {
    PipelineConfig config =
        read("kafka: {bootstrap.servers: [a:1, b:2], linger.ms: 05, acks: no}\n").config();

    assertThat(config.kafka())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("bootstrap.servers", "a:1,b:2", "linger.ms", "05", "acks", "no"));
  }

  @Test
  void textStaysAsWritten() throws IOException {
    PipelineConfig config = read("name: 007\ninstance: yes\nedges: {user: null-ish}\n").config();

    assertThat(config.name()).isEqualTo("007");
    assertThat(config.instance()).isEqualTo("yes");
  }

  @Test
  void instanceComesFromHostAndStateFolder() throws IOException {
    String instance = read("state_dir: /one\n").config().instance();

    assertThat(instance).startsWith("host_1-");
    assertThat(read("state_dir: /one/../one\n").config().instance()).isEqualTo(instance);
    assertThat(read("state_dir: /other\n").config().instance()).isNotEqualTo(instance);
  }

  @Test
  void patternTakesThePlaceOfTheDefaultTopics() throws IOException {
    InputConfig input = read("input: {pattern: 'otlp_.*'}\n").config().input();

    assertThat(input.topics()).isEmpty();
    assertThat(input.pattern()).hasToString("otlp_.*");
  }

  @Test
  void emptyFileAndEmptySectionsSetNothing() throws IOException {
    assertThat(read("").config().assembly())
        .isEqualTo(reader(Map.of()).defaults().config().assembly());
    assertThat(read("assembly:\nkafka:\n# end\n").config().threads()).isEqualTo(1);
  }

  @Test
  void absentFileIsANoteWhereItWasNotAskedFor() {
    LoadedConfig loaded = reader(Map.of()).readIfPresent(Path.of("./absent.yaml"));

    assertThat(loaded.notes()).containsExactly("absent.yaml is not there; the defaults apply");
  }

  @Test
  void unknownVariablesAreNotedAndThoseOfOthersLeftAlone() {
    LoadedConfig loaded =
        reader(
                Map.of(
                    "SPANMILL_ASSEMBLY_SETTEL", "1s",
                    "SPANMILL_JAVA_OPTS", "-Xmx1g",
                    "SPANMILL_DEBUG", "1",
                    "SPANMILL_KAFKA_SERVICE_HOST", "10.0.0.1",
                    "SPANMILL_PORT_8080_TCP_ADDR", "10.0.0.1",
                    "SPANMILL_PORT", "tcp://10.0.0.1:8080"))
            .defaults();

    assertThat(loaded.notes())
        .containsExactly(
            "environment: SPANMILL_ASSEMBLY_SETTEL is ignored; did you mean"
                + " SPANMILL_ASSEMBLY_SETTLE?");
    assertThat(loaded.config().kafka()).containsOnlyKeys("bootstrap.servers");
  }

  @Test
  void secretsAreNeverShown() throws IOException {
    LoadedConfig loaded =
        read(
            "kafka: {ssl.key.password: hunter2, sasl.jaas.config: 'a.B required x=hunter2;'}\n",
            Map.of("SPANMILL_KAFKA_CLIENT_SECRET", "hunter2"));

    assertThat(loaded.value("kafka.ssl.key.password")).isEqualTo("***");
    assertThat(loaded.settings().toString()).doesNotContain("hunter2");
    assertThat(loaded.toString()).doesNotContain("hunter2");
    assertThat(loaded.config().kafka()).containsEntry("ssl.key.password", "hunter2");
  }

  @Test
  void everyUnitOfTimeAndSizeIsRead() throws IOException {
    PipelineConfig config =
        read("red: {window: 500ms, max_skew: 1d}\n"
                + "assembly: {max_age: 2h, memory: 1GB, max_trace_bytes: 65536}\n"
                + "max_record_bytes: 1600 KiB\n")
            .config();

    assertThat(config.red().window()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.red().maxSkew()).isEqualTo(Duration.ofDays(1));
    assertThat(config.assembly().maxAge()).isEqualTo(Duration.ofHours(2));
    assertThat(config.assembly().memoryBytes()).isEqualTo(1_000_000_000);
    assertThat(config.assembly().maxTraceBytes()).isEqualTo(65_536);
    assertThat(config.maxRecordBytes()).isEqualTo(1_638_400);
  }

  @Test
  void listensOnVersionSixToo() throws IOException {
    assertThat(read("http: {listen: '[::1]:0'}\n").config().http())
        .isEqualTo(new HttpConfig("::1", 0));
  }

  @Test
  void anotherKafkaLeavesTheRestAsItIs() {
    PipelineConfig config = reader(Map.of()).defaults().config();

    PipelineConfig moved = config.on(Map.of("bootstrap.servers", "b:1"), Path.of("elsewhere"));

    assertThat(moved.kafka()).isEqualTo(Map.of("bootstrap.servers", "b:1"));
    assertThat(moved.stateDir()).isEqualTo(Path.of("elsewhere"));
    assertThat(moved.on(config.kafka(), config.stateDir())).isEqualTo(config);
  }

  private LoadedConfig read(String yaml) throws IOException {
    return read(yaml, Map.of());
  }

  private LoadedConfig read(String yaml, Map<String, String> environment) throws IOException {
    return reader(environment).read(Files.writeString(folder.resolve("spanmill.yaml"), yaml));
  }

  private static ConfigReader reader(Map<String, String> environment) {
    return new ConfigReader(environment, "host 1", 2 * GIB);
  }

  private static Origin origin(LoadedConfig loaded, String path) {
    List<Setting> found =
        loaded.settings().stream().filter(setting -> setting.path().equals(path)).toList();
    assertThat(found).hasSize(1);
    return found.get(0).origin();
  }
}
