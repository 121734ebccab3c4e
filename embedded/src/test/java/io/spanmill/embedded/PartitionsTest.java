package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spanmill.embedded.Spanmill.Answer;
import io.spanmill.topology.KafkaFailure;
import io.spanmill.topology.Pipeline;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics get more partitions: those that may at any time, and the one that must not. */
@Timeout(240)
final class PartitionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;

  private static EmbeddedKafka kafka;
  private static KafkaAccess access;

  @BeforeAll
  static void startKafka() throws IOException {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    access = new KafkaAccess(kafka.bootstrapServers());
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void anInputTopicMayGetMoreAtAnyTime() throws Exception {
    access.createTopic("wide-in", 1, Map.of());
    try (Pipeline pipeline = Pipeline.start(load(config("wide")));
        Producer<byte[], byte[]> producer = producer()) {
      decide(producer, "wide", "01", 1);
      enlarge("wide-in", 3);
      decide(producer, "wide", "02", 3);
      pipeline.requireNoFailure();
    }
  }

  @Test
  void theSpansTopicMustNotButByGrowing() throws Exception {
    access.createTopic("hand-in", 1, Map.of());
    Path file = config("hand");
    assertThat(type("grow", file, "--partitions", "4").err())
        .startsWith("spanmill: there is no topic hand-sums yet: only a pipeline that has run");
    try (Producer<byte[], byte[]> producer = producer()) {
      String misfit =
          "hand-spans has 4 partitions, but its traces are spread over 2: only ./spanmill grow can"
              + " change that";
      try (Pipeline pipeline = Pipeline.start(load(file))) {
        decide(producer, "hand", "01", 1);
        assertThat(type("grow", file, "--partitions", "4").err())
            .contains("spanmill: hand still runs (me-1): stop all instances first");
        enlarge("hand-spans", 4);
        assertThat(pipeline.awaitEnd(PATIENCE)).isTrue();
        assertThatThrownBy(pipeline::requireNoFailure).hasMessageEndingWith(misfit);
      }
      assertThatThrownBy(() -> Pipeline.start(load(file)))
          .isInstanceOf(KafkaFailure.class)
          .hasMessage(misfit);
      assertThat(type("grow", file, "--partitions", "3").err())
          .contains("--partitions: 3 is not a multiple of 2, the number of partitions there are");
      Answer grown = type("grow", file, "--partitions", "4", "--delete-old");
      assertThat(grown.code()).as(grown.err()).isZero();
      assertThat(grown.out()).contains("deleted: hand-spans, hand-assemble-decisions-changelog");
      try (Pipeline pipeline = Pipeline.start(load(file))) {
        assertThat(type("policies", file, "--apply").out()).contains("from hand-spans-2-3 at");
        decide(producer, "hand", "02", 1);
        pipeline.requireNoFailure();
      }
      Answer topics = type("topics", file);
      assertThat(topics.out()).contains("hand-spans-2: ok", "hand-sums: ok");
      assertThat(topics.code()).isZero();
    }
  }

  private static void enlarge(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(access.properties())) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
      // Answered only when the new partitions are there: who writes before is refused for good.
      Map<TopicPartition, OffsetSpec> all = new HashMap<>();
      for (int partition = 0; partition < partitions; partition++) {
        all.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
      admin.listOffsets(all).all().get();
    }
  }

  private static Answer type(String command, Path config, String... options) {
    String[] args = new String[options.length + 3];
    System.arraycopy(options, 0, args, 1, options.length);
    args[0] = command;
    args[options.length + 1] = "--config";
    args[options.length + 2] = config.toString();
    return Spanmill.type(args);
  }

  private static PipelineConfig load(Path config) {
    return new ConfigReader(Map.of(), "host", 2L << 30).read(config).config();
  }

  private static Path config(String name) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".yaml"),
        String.join(
            "\n",
            "name: " + name,
            "instance: me",
            "state_dir: '" + directory.resolve("state-" + name) + "'",
            "partitions: 2",
            "kafka:",
            "  bootstrap.servers: '" + kafka.bootstrapServers() + "'",
            "  session.timeout.ms: 3000",
            "  heartbeat.interval.ms: 500",
            "  commit.interval.ms: 200",
            "  metadata.max.age.ms: 1000",
            "input: {topics: [" + name + "-in]}",
            "assembly: {settle: 100ms, idle: 500ms, linger: 1s}"));
  }

  private static Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        access.properties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends traces, spread over the input's partitions, and waits until each is decided. */
  private static void decide(
      Producer<byte[], byte[]> producer, String name, String prefix, int partitions) {
    for (int i = 0; i < 32; i++) {
      String trace = prefix + "00".repeat(12) + String.format("%06x", i + 1);
      send(producer, name + "-in", i % partitions, trace);
    }
    producer.flush();
    await().atMost(PATIENCE).until(() -> decided(name, prefix).size() == 32);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what is missing is missed
  private static void send(
      Producer<byte[], byte[]> producer, String topic, int partition, String trace) {
    long nowNanos = System.currentTimeMillis() * 1_000_000;
    String request =
        String.format(
            "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'%s',"
                + "'spanId':'00000000000000a1','name':'op',"
                + "'startTimeUnixNano':'%d','endTimeUnixNano':'%d'}]}]}]}",
            trace, nowNanos, nowNanos + 1000);
    byte[] value = request.replace('\'', '"').getBytes(UTF_8);
    producer.send(new ProducerRecord<>(topic, partition, null, value));
  }

  private static Set<String> decided(String name, String prefix) {
    Set<String> traces = new TreeSet<>();
    access.readAll(
        name + "-decisions",
        record -> {
          String trace = new String(record.key(), UTF_8);
          if (trace.startsWith(prefix)) {
            traces.add(trace);
          }
        });
    return traces;
  }
}
