package io.spanmill.topology;

import static io.spanmill.topology.Wires.addSink;
import static io.spanmill.topology.Wires.addSource;
import static io.spanmill.topology.Wires.bytes;
import static io.spanmill.topology.Wires.directed;
import static io.spanmill.topology.Wires.stamps;

import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPart;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.PathPoint;
import io.spanmill.model.PathSum;
import io.spanmill.path.PathConfig;
import io.spanmill.path.PathFinder;
import io.spanmill.path.PathTelling;
import io.spanmill.path.TellContributors;
import io.spanmill.sinks.OutputTopic;
import io.spanmill.state.PathFormat;
import io.spanmill.window.AccumulateSums;
import io.spanmill.window.GatherSums;
import org.apache.kafka.streams.Topology;

/**
 * The stages of critical paths.
 *
 * <pre>
 * assemble ─► find paths ─► (path sums) ─► accumulate ─► tell contributors ─► critical path
 * </pre>
 */
final class PathStages {
  private final TracePipeline pipeline;
  private final PathConfig config;
  private final Names names;
  private final OutputTopic<PathPart, PathPartPoint> output;

  PathStages(
      TracePipeline pipeline,
      PathConfig config,
      Names names,
      OutputTopic<PathPart, PathPartPoint> output) {
    this.pipeline = pipeline;
    this.config = config;
    this.names = names;
    this.output = output;
  }

  void addTo(Topology topology) {
    topology.addProcessor(Names.FIND_PATHS, find(), Names.ASSEMBLE);
    topology.addSink(
        Names.PATH_SUMS_OUT,
        names.pathSumsTopic(),
        stamps(),
        bytes(),
        directed(),
        Names.FIND_PATHS);
    addSource(topology, Names.PATH_SUMS, names.pathSumsTopic());
    topology.addProcessor(Names.ACCUMULATE_PATHS, accumulate(), Names.PATH_SUMS);
    topology.addProcessor(Names.TELL_CONTRIBUTORS, new TellContributors(), Names.ACCUMULATE_PATHS);
    addSink(topology, Names.CRITICAL_PATH, output, Names.TELL_CONTRIBUTORS);
    pipeline.addDeadLetters(topology, Names.FOREIGN_PATH_SUMS, Names.ACCUMULATE_PATHS);
  }

  private GatherSums<PathSum> find() {
    return new GatherSums<>(pipeline.sums(), format(), sums -> new PathFinder(config, sums));
  }

  private AccumulateSums<PathEntry, PathSum, PathPoint> accumulate() {
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            Names.PATH_STORE,
            format(),
            config.window().toMillis(),
            pipeline.retentionMillis(),
            pipeline.ofPartition(config.maxSeries()),
            PathTelling::of),
        new AccumulateSums.Outputs(Names.TELL_CONTRIBUTORS, Names.FOREIGN_PATH_SUMS));
  }

  private PathFormat format() {
    return new PathFormat(config.maxContributors());
  }
}
