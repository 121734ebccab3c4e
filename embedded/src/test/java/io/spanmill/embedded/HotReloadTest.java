package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spanmill.embedded.Spanmill.Answer;
import io.spanmill.split.EndOfInput;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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

  @TempDir Path directory;

  @Test
  void runningInstancesChangeOverAndStayChanged() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(kafka.bootstrapServers());
      access.createTopic("otlp_spans", 2, Map.of());
      Path none = config("none", NONE, kafka);
      Path every = config("every", EVERY, kafka);
      assertThat(policies("--show", none).out()).contains(": none were ever applied", NONE);
      assertThat(policies("--apply", every).err())
          .startsWith("spanmill: there is no topic spanmill-spans yet: ");

      try (Pipeline pipeline = start(none);
          Producer<byte[], byte[]> producer = producer(access)) {
        decide(producer, access, "01", "none", version(none));
        Answer applied = policies("--apply", every);
        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(applied.out())
            .startsWith("policies " + version(every) + " are in force now, in place of the conf")
            .contains("    from spanmill-spans-0 at offset ", "from spanmill-spans-3 at offset ");
        decide(producer, access, "02", "every", version(every));
        assertThat(policies("--apply", every).out()).contains("nothing was written");
        pipeline.requireNoFailure();
      }
      assertThat(policies("--show", none).out())
          .startsWith("# policies " + version(every) + ", applied on 20")
          .contains("# those of the configuration (" + version(none) + ") are not in force", EVERY);

      try (Pipeline pipeline = start(none);
          Producer<byte[], byte[]> producer = producer(access)) {
        decide(producer, access, "03", "every", version(every));
        assertThat(policies("--apply", none).out())
            .startsWith(
                "policies " + version(none) + " are in force now, in place of " + version(every));
        decide(producer, access, "04", "none", version(none));
        pipeline.requireNoFailure();
      }
    }
  }

  @Test
  void aChangeIsDealtWithAsAllElseIs() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(kafka.bootstrapServers());
      access.createTopic("otlp_spans", 1, Map.of());
      Path every = config("every", EVERY, kafka);
      try (Pipeline pipeline = Pipeline.startOnce(load(every));
          Producer<byte[], byte[]> producer = producer(access)) {
        await().atMost(PATIENCE).until(pipeline::isDrained);
        assertThat(policies("--apply", every).code()).isZero();
        producer.send(
            new ProducerRecord<>("otlp_spans", 0, null, request("05" + "0a".repeat(15), 1)));
        producer.send(
            new ProducerRecord<>("otlp_spans", 0, null, null, null, EndOfInput.headers()));
        producer.flush();
        await().atMost(PATIENCE).until(pipeline::isDrained);
        assertThat(pipeline.counted("kept-traces")).isEqualTo(1);
        assertThat(policies("--apply", config("none", NONE, kafka)).code()).isZero();
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

  private Path config(String name, String policy, EmbeddedKafka kafka) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".yaml"),
        String.join(
            "\n",
            "state_dir: '" + directory.resolve("state") + "'",
            "partitions: 4",
            "kafka: {bootstrap.servers: '" + kafka.bootstrapServers() + "'}",
            "assembly: {settle: 100ms, idle: 500ms, linger: 1s}",
            "sampling: {policies: [" + policy + "]}"));
  }

  private static Pipeline start(Path config) {
    return Pipeline.start(load(config));
  }

  private static Answer policies(String action, Path config) {
    return Spanmill.type("policies", action, "--config", config.toString());
  }

  private static Producer<byte[], byte[]> producer(KafkaAccess access) {
    return new KafkaProducer<>(
        access.properties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends traces that reach every partition, and waits until each is decided. */
  private static void decide(
      Producer<byte[], byte[]> producer,
      KafkaAccess access,
      String prefix,
      String policy,
      String version)
      throws Exception {
    long nowNanos = System.currentTimeMillis() * 1_000_000;
    for (int i = 0; i < 32; i++) {
      String trace = prefix + "000000000000000000000000" + String.format("%06x", i + 1);
      producer.send(new ProducerRecord<>("otlp_spans", i % 2, null, request(trace, nowNanos)));
    }
    producer.flush();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(decisions(access, prefix))
                    .hasSize(32)
                    .allMatch(decision -> decision.contains("\"policy\":\"" + policy + "\""))
                    .allMatch(decision -> decision.contains("\"policy_set\":\"" + version)));
  }

  private static byte[] request(String trace, long nowNanos) {
    return String.format(
            "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'%s','spanId':'00000000000000a1',"
                + "'name':'op','startTimeUnixNano':'%d','endTimeUnixNano':'%d'}]}]}]}",
            trace, nowNanos, nowNanos + 1000)
        .replace('\'', '"')
        .getBytes(UTF_8);
  }

  private static List<String> decisions(KafkaAccess access, String prefix) {
    List<String> decisions = new ArrayList<>();
    access.readAll(
        "spanmill-decisions",
        record -> {
          if (new String(record.key(), UTF_8).startsWith(prefix)) {
            decisions.add(new String(record.value(), UTF_8));
          }
        });
    return decisions;
  }
}
