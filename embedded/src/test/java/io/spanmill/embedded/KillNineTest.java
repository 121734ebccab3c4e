package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.topology.Pipeline;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.InputConfig;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies in the middle of its work, with two source partitions at different positions and
 * with duplicates and late spans under way; it is started again, or another instance takes over.
 * Afterwards all is counted as if nothing had happened: decisions, kept traces, RED and edges equal
 * the oracle.
 */
final class KillNineTest {
  private static final long SEED = 20_261_121;
  private static final int TRACES = 1_200;

  private @TempDir Path directory;

  @Test
  void nothingIsLostAndNothingCountsTwice() throws Exception {
    play(
        (run, last) -> {
          RunProcess first = RunProcess.start(run.config(directory, "one", 4));
          run.awaitDecisions(first, TRACES / 8);
          first.kill();
          RunProcess second = RunProcess.start(run.config(directory, "one", 4));
          run.awaitDecisions(second, TRACES / 2);
          second.kill();
          last.start(run.config(directory, "one", 4));
        });
  }

  @Test
  void anotherInstanceSharesTheWorkAndTakesItOver() throws Exception {
    play(
        (run, last) -> {
          RunProcess first = RunProcess.start(run.config(directory, "one", 4));
          run.awaitDecisions(first, TRACES / 8);
          last.start(run.config(directory, "two", 4));
          run.awaitDecisions(first, TRACES / 2);
          first.kill();
        });
  }

  /** The input is the log; the second time it is silent when the process dies. */
  @Test
  void nothingIsLostWhereTheInputIsPartitionedByTrace() throws Exception {
    int traces = TRACES / 3;
    AtomicReference<RunProcess> last = new AtomicReference<>();
    try (BrokerProcess broker = BrokerProcess.start(directory.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(broker.bootstrapServers());
      access.createTopic("otlp_spans", 2, Map.of());
      Workload work = new Workload(SEED, traces, System.currentTimeMillis());
      WorkloadRun run = new WorkloadRun(access, work, true);
      Path config = run.config(directory, "one", 2);
      Thread producer = new Thread(run::produce, "producer");
      producer.start();
      RunProcess first = RunProcess.start(config);
      run.awaitDecisions(first, traces / 4);
      first.kill();
      RunProcess second = RunProcess.start(config);
      run.awaitDecisions(second, traces / 2);
      producer.join();
      second.kill();
      last.set(RunProcess.start(config));
      run.awaitSpansInDecisions();
      run.awaitEdges();
      run.awaitAlert();
      assertThat(last.get().terminate()).as("exit code after SIGTERM").isZero();
      run.requireWhole("otlp_spans");
      requireThatTheSwitchStays(config);
      run.check();
    } finally {
      if (last.get() != null) {
        last.get().close();
      }
    }
  }

  private static void requireThatTheSwitchStays(Path config) {
    PipelineConfig without =
        new ConfigReader(Map.of(), "host", Long.MAX_VALUE)
            .read(config)
            .config()
            .reading(new InputConfig(List.of("otlp_spans"), null));
    assertThatThrownBy(() -> Pipeline.start(without))
        .hasMessage(
            "spanmill-orders is there, so spanmill has run with input.partitioned_by: trace_id; what"
                + " it knows is of no use without it: give the pipeline another name");
  }

  /** What happens to the processes while the work comes in; the last one stays. */
  private interface Story {
    void tell(WorkloadRun run, Last last) throws Exception;
  }

  /** Starts the process that stays. */
  private interface Last {
    void start(Path config) throws IOException;
  }

  private void play(Story story) throws Exception {
    AtomicReference<RunProcess> last = new AtomicReference<>();
    try (BrokerProcess broker = BrokerProcess.start(directory.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(broker.bootstrapServers());
      access.createTopic("otlp_spans", 2, Map.of());
      Workload work = new Workload(SEED, TRACES, System.currentTimeMillis());
      WorkloadRun run = new WorkloadRun(access, work);
      Thread producer = new Thread(run::produce, "producer");
      producer.start();
      story.tell(run, config -> last.set(RunProcess.start(config)));
      producer.join();
      run.awaitSpansInDecisions();
      run.awaitEdges();
      run.awaitAlert();
      run.awaitPurge("spanmill-spans");
      assertThat(last.get().terminate()).as("exit code after SIGTERM").isZero();
      run.check();
    } finally {
      if (last.get() != null) {
        last.get().close();
      }
    }
  }
}
