package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spanmill.embedded.Spanmill.Answer;
import io.spanmill.topology.Pipeline;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS and SCRAM, with what {@code topics --acls} prints granted, and nothing else. */
@Timeout(240)
final class LeastRightsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;

  private static SecureKafka kafka;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = SecureKafka.start(directory.resolve("kafka"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void eachCommandDoesItsWorkWithWhatIsListedForItAndNoMore() throws Exception {
    Path config = config("mill");
    kafka.admin().createTopics(List.of(new NewTopic("mill-in", 1, (short) 1))).all().get();
    String trace = "0a".repeat(16);

    grant(config, "run");
    try (Pipeline pipeline = start(config)) {
      decided("mill", trace, pipeline);
      await().atMost(PATIENCE).until(() -> begin("mill-sums") > 0);
      pipeline.requireNoFailure();
    }
    try (Pipeline pipeline = start(config)) {
      decided("mill", "0b".repeat(16), pipeline);
      pipeline.requireNoFailure();
    }

    grant(config, "topics");
    assertThat(Spanmill.type("topics", "--config", "" + config))
        .extracting(Answer::err, Answer::code)
        .containsExactly("", 0);
    grant(config, "policies --apply");
    assertThat(Spanmill.type("policies", "--apply", "--config", "" + config).out())
        .contains("in force now");
    grant(config, "policies --show");
    assertThat(Spanmill.type("policies", "--show", "--config", "" + config).out())
        .contains(", applied on ");
    grant(config, "explain");
    assertThat(Spanmill.type("explain", trace, "--config", "" + config).out())
        .contains("trace " + trace + ": kept by policy");
    grant(config("sown"), "topics --create");
    assertThat(Spanmill.type("topics", "--create", "--config", "" + config("sown")).out())
        .contains("sown-spans: ok", "mill-in: ok");
  }

  @Test
  void aPipelineGrowsAndGoesOnWithWhatIsListed() throws Exception {
    Path config = config("tall");
    kafka.admin().createTopics(List.of(new NewTopic("tall-in", 1, (short) 1))).all().get();
    grant(config, "run");
    try (Pipeline pipeline = start(config)) {
      decided("tall", "0a".repeat(16), pipeline);
    }
    grant(config, "grow");
    Answer grown = Spanmill.type("grow", "--partitions", "2", "--config", "" + config);
    assertThat(grown.code()).as(grown.err()).isZero();
    assertThat(grown.out()).contains("tall-spans-2 is in force now", "tall-spans is no longer");

    kafka.grant(rights(config, "run", 2));
    try (Pipeline pipeline = start(config)) {
      decided("tall", "0b".repeat(16), pipeline);
      pipeline.requireNoFailure();
    }
    kafka.grant(rights(config, "topics", 2));
    assertThat(Spanmill.type("topics", "--config", "" + config).out()).contains("tall-spans-2: ok");
    kafka.grant(rights(config, "policies --apply", 2));
    assertThat(Spanmill.type("policies", "--apply", "--config", "" + config).out())
        .contains("from tall-spans-2-1 at");
    kafka.grant(rights(config, "grow --delete-old", 2));
    grown = Spanmill.type("grow", "--partitions", "4", "--delete-old", "--config", "" + config);
    assertThat(grown.code()).as(grown.err()).isZero();
    assertThat(grown.out()).contains("deleted: tall-spans-2, tall-assemble-decisions-2-changelog");
    grant(config, "run");
    assertThat(Spanmill.type("run", "--config", "" + config).err())
        .contains("tall-spans-3", "(./spanmill topics --rights --generation 3 says what for)");
  }

  @Test
  void growingNamesEachRightThatIsMissingBeforeItBegins() throws Exception {
    Path config = config("bonsai");
    make(config);
    String command = "grow --delete-old";
    List<AclBinding> rights = rights(config, command);
    for (AclBinding right : rights) {
      if (isCreationOfNext(right)) {
        assertRefusedWithout(right, rights, command, config);
      }
    }
    List<NewTopic> left = new ArrayList<>();
    rights.stream()
        .filter(LeastRightsTest::isCreationOfNext)
        .forEach(right -> left.add(new NewTopic(right.pattern().name(), 2, (short) 1)));
    assertThat(left).hasSize(2);
    kafka.admin().createTopics(left).all().get();
    for (AclBinding right : rights) {
      if (right.entry().operation() != AclOperation.CREATE) {
        assertRefusedWithout(right, rights, command, config);
      }
    }
  }

  private static boolean isCreationOfNext(AclBinding right) {
    return right.entry().operation() == AclOperation.CREATE
        && right.pattern().name().contains("-2");
  }

  @Test
  void oneRightThatIsMissingIsNamedInOneLine() throws Exception {
    Path config = config("whole");
    make(config);
    for (String command :
        List.of("run", "topics", "policies --apply", "policies --show", "explain")) {
      List<AclBinding> rights = rights(config, command);
      for (AclBinding right : rights) {
        if (right.entry().operation() != AclOperation.CREATE) {
          assertRefusedWithout(right, rights, command, config);
        }
      }
    }
  }

  @Test
  void whoMayNotMakeATopicIsToldWhich() throws Exception {
    Path config = config("barren");
    for (String command : List.of("run", "topics --create")) {
      List<AclBinding> rights = rights(config, command);
      for (AclBinding right : rights) {
        if (right.entry().operation() == AclOperation.CREATE) {
          assertRefusedWithout(right, rights, command, config);
        }
      }
    }
  }

  private static void make(Path config) throws Exception {
    grant(config, "topics --create");
    assertThat(Spanmill.type("topics", "--create", "--config", "" + config).out()).contains("ok");
    List<NewTopic> changelogs = new ArrayList<>();
    for (AclBinding right : rights(config, "run")) {
      if (right.pattern().name().endsWith("-changelog")) {
        changelogs.add(new NewTopic(right.pattern().name(), 1, (short) 1));
      }
    }
    kafka.admin().createTopics(Set.copyOf(changelogs)).all().get();
  }

  private static void assertRefusedWithout(
      AclBinding right, List<AclBinding> rights, String command, Path config) throws Exception {
    List<AclBinding> others = new ArrayList<>(rights);
    others.remove(right);
    kafka.grant(others);
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--config", config.toString()));
    if (command.equals("explain")) {
      words.add("0a".repeat(16));
    } else if (command.startsWith("grow")) {
      words.addAll(List.of("--partitions", "2"));
    }
    Answer answer = Spanmill.type(words.toArray(new String[0]));
    assertThat(answer.code()).as("%s without %s", command, right).isEqualTo(1);
    assertThat(answer.err())
        .isEqualToNormalizingNewlines(
            "spanmill: Kafka does not allow what "
                + command
                + " needs: "
                + named(right)
                + " (./spanmill topics --rights says what for)\n");
  }

  private static String named(AclBinding right) {
    ResourcePattern resource = right.pattern();
    String operation =
        right.entry().operation() == AclOperation.DESCRIBE_CONFIGS
            ? "DescribeConfigs"
            : right.entry().operation().name().charAt(0)
                + right.entry().operation().name().substring(1).toLowerCase(Locale.ROOT);
    return operation
        + " on "
        + resource.resourceType().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + " "
        + resource.name()
        + (resource.patternType() == PatternType.PREFIXED ? "…" : "");
  }

  private static void grant(Path config, String command) throws Exception {
    kafka.grant(rights(config, command));
  }

  private static List<AclBinding> rights(Path config, String command) {
    return rights(config, command, 1);
  }

  private static List<AclBinding> rights(Path config, String command, int generation) {
    Answer listed =
        Spanmill.type(
            "topics",
            "--acls",
            "--principal",
            "User:" + SecureKafka.MILL,
            "--for",
            command,
            "--generation",
            "" + generation,
            "--config",
            "" + config);
    assertThat(listed.err()).isEmpty();
    return SecureKafka.acls(listed.out());
  }

  /** Sends a trace, and waits until it is decided. */
  private static void decided(String name, String trace, Pipeline pipeline) throws Exception {
    Map<String, Object> access = new HashMap<>(kafka.client(SecureKafka.ADMINISTRATOR));
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(access, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(name + "-in", request(trace))).get();
    }
    access.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(access, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition decisions = new TopicPartition(name + "-decisions", 0);
      consumer.assign(List.of(decisions));
      consumer.seekToBeginning(List.of(decisions));
      List<String> found = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                pipeline.requireNoFailure();
                for (ConsumerRecord<byte[], byte[]> record :
                    consumer.poll(Duration.ofMillis(100))) {
                  found.add(new String(record.key(), UTF_8));
                }
                return found.contains(trace);
              });
    }
  }

  private static byte[] request(String trace) {
    long nowNanos = System.currentTimeMillis() * 1_000_000;
    return String.format(
            "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'%s',"
                + "'spanId':'00000000000000a1','name':'op',"
                + "'startTimeUnixNano':'%d','endTimeUnixNano':'%d'}]}]}]}",
            trace, nowNanos, nowNanos + 1000)
        .replace('\'', '"')
        .getBytes(UTF_8);
  }

  private static long begin(String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    return kafka
        .admin()
        .listOffsets(Map.of(partition, OffsetSpec.earliest()))
        .partitionResult(partition)
        .get()
        .offset();
  }

  private static Pipeline start(Path config) {
    return Pipeline.start(load(config));
  }

  private static PipelineConfig load(Path config) {
    return new ConfigReader(Map.of(), "host", 2L << 30).read(config).config();
  }

  private static Path config(String name) throws IOException {
    String password = SecureKafka.password(SecureKafka.MILL);
    Path elsewhere = Files.writeString(directory.resolve("password"), password + "\n");
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: ").append(name).append('\n');
    yaml.append("state_dir: '").append(directory.resolve("state-" + name)).append("'\n");
    yaml.append("partitions: 1\n");
    yaml.append("input: {topics: [" + (name.equals("tall") ? name : "mill") + "-in]}\n");
    yaml.append("assembly: {settle: 100ms, idle: 500ms, linger: 1s}\n");
    yaml.append("sampling: {policies: [{name: every, type: always_sample}]}\n");
    yaml.append("kafka:\n  session.timeout.ms: 3000\n  heartbeat.interval.ms: 500\n");
    yaml.append("  commit.interval.ms: 200\n");
    kafka
        .client(SecureKafka.MILL)
        .forEach(
            (key, value) ->
                yaml.append("  ").append(key).append(": '").append(value).append("'\n"));
    return Files.writeString(
        directory.resolve(name + ".yaml"),
        yaml.toString().replace(password, "${file:" + elsewhere + "}"));
  }
}
