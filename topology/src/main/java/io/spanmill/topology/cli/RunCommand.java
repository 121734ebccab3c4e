package io.spanmill.topology.cli;

import io.spanmill.state.PolicySet;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.AppliedPolicies;
import io.spanmill.topology.KafkaFailure;
import io.spanmill.topology.Pipeline;
import io.spanmill.topology.Probes;
import io.spanmill.topology.config.HttpConfig;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final Duration LOOK = Duration.ofMillis(200);

  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @Override
  public int run(Surroundings surroundings) throws Exception {
    PipelineConfig pipelineConfig = config.load(surroundings).config();
    Duration bound = pipelineConfig.operations().shutdownTimeout();
    try (StopSignal stop = new StopSignal(bound).listen();
        Pipeline pipeline = Pipeline.start(pipelineConfig);
        Probes probes = Probes.open(pipelineConfig.http(), pipeline)) {
      stop.begin();
      LOG.info("{} runs; http://{}", pipelineConfig.name(), probes.address());
      noteReach(pipelineConfig.http());
      notePolicies(pipelineConfig);
      notePartitions(pipeline);
      while (!stop.isGiven() && !pipeline.awaitEnd(LOOK)) {
        // Nothing to do: the pipeline's own threads work.
      }
      pipeline.requireNoFailure();
      return stop.endWith(closed(pipeline, bound));
    }
  }

  /** While it closes its probes go on answering. */
  private static int closed(Pipeline pipeline, Duration bound) {
    LOG.info("{} stops", pipeline.config().name());
    if (pipeline.close(bound)) {
      LOG.info("{} has stopped", pipeline.config().name());
      return DONE;
    }
    StopSignal.logLate(bound);
    return FAILED;
  }

  /** Whoever reaches the port reads the metrics: nothing there asks for a password. */
  private static void noteReach(HttpConfig http) {
    if (!http.isLoopback()) {
      LOG.info(
          "http.listen: {} is reached from other machines, too, without a password", http.host());
    }
  }

  /** A changed file alone changes nothing once policies were applied: that must not surprise. */
  private static void notePolicies(PipelineConfig config) {
    String configured = config.sampling().version();
    try {
      PolicySet applied = new AppliedPolicies(config).inForce();
      if (applied != null && !applied.version().equals(configured)) {
        LOG.warn(
            "sampling: the policies of the configuration ({}) are not in force, but those"
                + " applied on {} ({}); ./spanmill policies --apply puts them in force",
            configured,
            Instant.ofEpochMilli(applied.appliedMillis()),
            applied.version());
      }
    } catch (KafkaFailure unknown) {
      LOG.warn("cannot tell which policies are in force: {}", unknown.getMessage());
    }
  }

  /** The configuration speaks of what is created; a pipeline that has grown knows better. */
  private static void notePartitions(Pipeline pipeline) {
    SpansGeneration generation = pipeline.generation();
    int configured = pipeline.config().partitions();
    if (generation.number() > 1 && configured != generation.partitions()) {
      LOG.warn(
          "partitions: {} in the configuration, but this pipeline has grown to {}",
          configured,
          generation.partitions());
    }
  }
}
