package io.spanmill.topology;

import static io.spanmill.topology.Wires.addSink;

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
import io.spanmill.state.SumKind;
import io.spanmill.window.AccumulateSums;
import io.spanmill.window.GatherSums;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.Topology;

/**
 * The stages of critical paths.
 *
 * <pre>
 * assemble ─► find paths ─► (sums) ─► accumulate ─► tell contributors ─► critical path
 * </pre>
 */
final class PathStages implements SumStages {
  /** Each entry is told as all of its contributors, as the shares of all of them change. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  private final PathConfig config;
  private final SumParts parts;
  private final OutputTopic<PathPart, PathPartPoint> output;

  PathStages(PathConfig config, SumParts parts, OutputTopic<PathPart, PathPartPoint> output) {
    this.config = config;
    this.parts = parts;
    this.output = output;
  }

  @Override
  public SumKind kind() {
    return SumKind.PATHS;
  }

  @Override
  public String gatherer() {
    return Names.FIND_PATHS;
  }

  @Override
  public void addGatherer(Topology topology) {
    GatherSums<PathSum> find =
        new GatherSums<>(parts.partitions(), format(), sums -> new PathFinder(config, sums));
    topology.addProcessor(Names.FIND_PATHS, find, Names.ASSEMBLE);
  }

  @Override
  public List<String> readers() {
    return List.of(Names.ACCUMULATE_PATHS);
  }

  @Override
  public void addReaders(Topology topology) {
    topology.addProcessor(Names.ACCUMULATE_PATHS, accumulate(), Names.SORT_SUMS);
    topology.addProcessor(Names.TELL_CONTRIBUTORS, new TellContributors(), Names.ACCUMULATE_PATHS);
    addSink(topology, Names.CRITICAL_PATH, output, Names.TELL_CONTRIBUTORS);
  }

  @Override
  public String accumulator() {
    return Names.ACCUMULATE_PATHS;
  }

  private AccumulateSums<PathEntry, PathSum, PathPoint> accumulate() {
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            Names.PATH_STORE,
            format(),
            config.window().toMillis(),
            parts.retentionMillis(),
            TELL_EVERY,
            parts.ofEach(config.maxSeries()),
            PathTelling::of),
        new AccumulateSums.Outputs(Names.TELL_CONTRIBUTORS, Names.FOREIGN_SUMS));
  }

  private PathFormat format() {
    return new PathFormat(config.maxContributors());
  }
}
