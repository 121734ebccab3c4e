package io.spanmill.topology.cli;

import io.spanmill.state.PolicySet;
import io.spanmill.topology.AppliedPolicies;
import io.spanmill.topology.KafkaFailure;
import io.spanmill.topology.Pipeline;
import io.spanmill.topology.Probes;
import io.spanmill.topology.config.HttpConfig;
import io.spanmill.topology.config.PipelineConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** Runs the pipeline against a Kafka until it is told to stop. */
@CommandLine.Command(
    name = "run",
    header = "Run the pipeline against your Kafka.",
    description = {
      "Reads the input topics and writes Spanmill's own, which are made if they are missing; goes",
      "on until it is told to stop (SIGTERM, Ctrl-C), and takes up where it was when it is started",
      "again, however it ended.",
      "",
      "GET /live, /ready and /metrics answer at http.listen.",
      ""
    })
public final class RunCommand implements Command {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @Override
  public int run(Surroundings surroundings) throws Exception {
    PipelineConfig pipelineConfig = config.load(surroundings).config();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread atExit = new Thread(() -> stopAndWait(stop, stopped), "spanmill-stop");
    Runtime.getRuntime().addShutdownHook(atExit);
    try (Pipeline pipeline = Pipeline.start(pipelineConfig);
        Probes probes = Probes.open(pipelineConfig.http(), pipeline)) {
      surroundings
          .err()
          .printf("spanmill: %s runs; http://%s%n", pipelineConfig.name(), probes.address());
      noteReach(pipelineConfig.http(), surroundings.err());
      notePolicies(pipelineConfig, surroundings.err());
      while (stop.getCount() > 0 && !pipeline.awaitEnd(LOOK)) {
        // Nothing to do: the pipeline's own threads work.
      }
      pipeline.requireNoFailure();
      return DONE;
    } finally {
      stopped.countDown();
      forget(atExit);
    }
  }

  /** Whoever reaches the port reads the metrics: nothing there asks for a password. */
  private static void noteReach(HttpConfig http, PrintWriter err) {
    if (!http.isLoopback()) {
      err.printf(
          "note: http.listen: %s is reached from other machines, too, without a password%n",
          http.host());
    }
  }

  /** A changed file alone changes nothing once policies were applied: that must not surprise. */
  private static void notePolicies(PipelineConfig config, PrintWriter err) {
    String configured = config.sampling().version();
    try {
      PolicySet applied = new AppliedPolicies(config).inForce();
      if (applied != null && !applied.version().equals(configured)) {
        err.printf(
            "note: sampling: the policies of the configuration (%s) are not in force, but those"
                + " applied on %s (%s); ./spanmill policies --apply puts them in force%n",
            configured, Instant.ofEpochMilli(applied.appliedMillis()), applied.version());
      }
    } catch (KafkaFailure unknown) {
      err.printf("note: cannot tell which policies are in force: %s%n", unknown.getMessage());
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // It is what ends the process.
    }
  }

  /** The process must not end before the pipeline has; to be told to stop is no failure. */
  private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
      Runtime.getRuntime().halt(DONE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
