package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spanmill.embedded.Spanmill.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline gets more partitions while requests come in; no trace and no count notices. */
@Timeout(300)
final class GrowTest {
  private static final long SEED = 20_261_122;
  private static final int TRACES = 1_200;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private @TempDir Path directory;

  @Test
  void nothingIsLostAndNothingCountsTwice() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(directory.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(broker.bootstrapServers());
      access.createTopic("otlp_spans", 2, Map.of());
      Workload work = new Workload(SEED, TRACES, System.currentTimeMillis());
      WorkloadRun run = new WorkloadRun(access, work);
      Path config = run.config(directory, "one", 2);
      Thread producer = new Thread(run::produce, "producer");
      producer.start();
      try (RunProcess first = RunProcess.start(config)) {
        run.awaitDecisions(first, TRACES / 4);
        first.kill();
      }
      try (RunProcess interrupted = RunProcess.start(List.of(grow(config, 4)))) {
        await().atMost(PATIENCE).until(() -> exists(access, "spanmill-spans-2"));
        interrupted.kill();
      }
      Answer grown = Spanmill.type(grow(config, 4));
      assertThat(grown.code()).as(grown.err()).isZero();
      assertThat(grown.err()).contains("deleting what an interrupted attempt has left");
      assertThat(grown.out())
          .startsWith("spanmill-spans-2 is in force now, of 4 partitions:")
          .contains("spanmill-spans is no longer used: kafka-topics.sh --delete");
      assertThat(Spanmill.type(grow(config, 4)).out())
          .startsWith("spanmill-spans-2 has 4 partitions already; nothing was done");
      try (RunProcess last = RunProcess.start(config)) {
        producer.join();
        run.awaitSpansInDecisions();
        run.awaitEdges();
        run.awaitAlert();
        run.awaitPurge("spanmill-spans-2");
        assertThat(last.terminate()).as("exit code after SIGTERM").isZero();
      }
      run.check();
    }
  }

  private static String[] grow(Path config, int partitions) {
    return new String[] {"grow", "--partitions", "" + partitions, "--config", config.toString()};
  }

  private static boolean exists(KafkaAccess access, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
      return consumer.listTopics().containsKey(topic);
    }
  }
}
