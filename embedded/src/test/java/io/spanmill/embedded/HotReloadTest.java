package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spanmill.embedded.Spanmill.Answer;
import io.spanmill.split.EndOfInput;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import io.spanmill.topology.Pipeline;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Policies change while the pipeline runs, and stay changed when it is started again. */
@Timeout(180)
final class HotReloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NONE =
      "{name: none, type: drop, drop: {drop_sub_policy: [{type: always_sample}]}}";
  private static final String EVERY = "{name: every, type: always_sample}";

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
  void runningInstancesChangeOverAndStayChanged() throws Exception {
    access.createTopic("mill-in", 2, Map.of());
    Path none = config("mill", NONE);
    Path every = config("mill", EVERY);
    assertThat(policies("--show", none).out()).contains(": none were ever applied", NONE);
    assertThat(policies("--apply", every).err())
        .startsWith("spanmill: there is no topic mill-spans yet: ");

    try (Pipeline pipeline = start(none);
        Producer<byte[], byte[]> producer = producer()) {
      decide(producer, 2, "01", "none", version(none));
      Answer applied = policies("--apply", every);
      assertThat(applied.code()).as(applied.err()).isZero();
      assertThat(applied.out())
          .startsWith("policies " + version(every) + " are in force now, in place of the conf")
          .contains("    from mill-spans-0 at offset ", "    from mill-spans-3 at offset ");
      decide(producer, 2, "02", "every", version(every));
      assertThat(policies("--apply", every).out()).contains("nothing was written");
      pipeline.requireNoFailure();
    }
    assertThat(policies("--show", none).out())
        .startsWith("# policies " + version(every) + ", applied on 20")
        .contains("# those of the configuration (" + version(none) + ") are not in force", EVERY);

    try (Pipeline pipeline = start(none);
        Producer<byte[], byte[]> producer = producer()) {
      decide(producer, 1, "03", "every", version(every)); // the other has fallen silent for good
      assertThat(policies("--apply", none).out())
          .startsWith(
              "policies " + version(none) + " are in force now, in place of " + version(every));
      decide(producer, 1, "04", "none", version(none));
      pipeline.requireNoFailure();
    }
  }

  @Test
  void aNewSpansTopicTakesOverWhatWasAppliedAndIsDrainedAllTheSame() throws Exception {
    access.createTopic("heir-in", 1, Map.of());
    access.createTopic("heir-control", 1, Map.of());
    PolicySet every = new PolicySet("0123456789ab", 0, "{policies: [" + EVERY + "]}");
    try (Producer<byte[], byte[]> producer = producer()) {
      byte[] name = ControlRecord.POLICIES.getBytes(UTF_8);
      producer.send(new ProducerRecord<>("heir-control", name, every.toRecord().toBytes())).get();
      try (Pipeline pipeline = Pipeline.startOnce(load(config("heir", NONE)))) {
        send(producer, "heir-in", 0, "05" + "0a".repeat(15));
        producer.send(new ProducerRecord<>("heir-in", 0, null, null, null, EndOfInput.headers()));
        producer.flush();
        await().atMost(PATIENCE).until(pipeline::isDrained);
        assertThat(pipeline.counted("kept-traces")).isEqualTo(1);
        assertThat(policies("--apply", config("heir", NONE)).out()).contains("0123456789ab");
        await().atMost(PATIENCE).until(pipeline::isDrained);
        pipeline.requireNoFailure();
        assertThat(pipeline.counted("foreign-records")).isZero();
      }
    }
  }

  private static String version(Path config) {
    return load(config).sampling().version();
  }

  private static PipelineConfig load(Path config) {
    return new ConfigReader(Map.of(), "host", 2L << 30).read(config).config();
  }

  private static Path config(String name, String policy) throws IOException {
    return Files.writeString(
        directory.resolve(name + Integer.toHexString(policy.hashCode()) + ".yaml"),
        String.join(
            "\n",
            "name: " + name,
            "state_dir: '" + directory.resolve("state-" + name) + "'",
            "partitions: 4",
            "kafka: {bootstrap.servers: '"
                + kafka.bootstrapServers()
                + "', commit.interval.ms: 200}",
            "input: {topics: [" + name + "-in]}",
            "assembly: {settle: 100ms, idle: 500ms, linger: 1s}",
            "sampling: {policies: [" + policy + "]}"));
  }

  private static Pipeline start(Path config) {
    return Pipeline.start(load(config));
  }

  private static Answer policies(String action, Path config) {
    return Spanmill.type("policies", action, "--config", config.toString());
  }

  private static Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        access.properties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends traces that reach every partition, and waits until each is decided; others go on coming
   * meanwhile, in the first partition of the input.
   *
   * @param sources so many partitions of the input have something
   */
  private static void decide(
      Producer<byte[], byte[]> producer,
      int sources,
      String prefix,
      String policy,
      String version) {
    for (int i = 0; i < 32; i++) {
      send(producer, i % sources, prefix, i + 1);
    }
    AtomicInteger others = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              send(producer, 0, "f" + prefix.charAt(1), others.incrementAndGet());
              producer.flush();
              assertThat(decisions(prefix))
                  .hasSize(32)
                  .allMatch(decision -> decision.contains("\"policy\":\"" + policy + "\""))
                  .allMatch(decision -> decision.contains("\"policy_set\":\"" + version));
            });
  }

  private static void send(
      Producer<byte[], byte[]> producer, int partition, String prefix, int trace) {
    send(producer, "mill-in", partition, prefix + "00".repeat(12) + String.format("%06x", trace));
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

  private static List<String> decisions(String prefix) {
    List<String> decisions = new ArrayList<>();
    access.readAll(
        "mill-decisions",
        record -> {
          if (new String(record.key(), UTF_8).startsWith(prefix)) {
            decisions.add(new String(record.value(), UTF_8));
          }
        });
    return decisions;
  }
}
