package io.spanmill.topology;

import static io.spanmill.topology.Wires.addSink;

import io.spanmill.errors.ErrorFinder;
import io.spanmill.errors.ErrorsConfig;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.sinks.OutputTopic;
import io.spanmill.state.ErrorFormat;
import io.spanmill.state.SumKind;
import io.spanmill.window.AccumulateSums;
import io.spanmill.window.GatherSums;
import io.spanmill.window.SeriesMemory;
import java.util.List;
import org.apache.kafka.streams.Topology;

/**
 * The stages of errors.
 *
 * <pre>
 * assemble ─► find errors ─► (sums) ─► accumulate ─► errors
 * </pre>
 */
final class ErrorStages implements SumStages {
  /** Of so many times as many groups as a window may have it is remembered when they began. */
  private static final long REMEMBERED = 10;

  private final ErrorsConfig config;
  private final SumParts parts;
  private final OutputTopic<ErrorSeries, ErrorPoint> output;
  private final List<String> told;

  /**
   * @param told the nodes that hear of the groups
   */
  ErrorStages(
      ErrorsConfig config,
      SumParts parts,
      OutputTopic<ErrorSeries, ErrorPoint> output,
      List<String> told) {
    this.config = config;
    this.parts = parts;
    this.output = output;
    this.told = told;
  }

  @Override
  public SumKind kind() {
    return SumKind.ERRORS;
  }

  @Override
  public String gatherer() {
    return Names.FIND_ERRORS;
  }

  @Override
  public void addGatherer(Topology topology) {
    GatherSums<ErrorSum> find =
        new GatherSums<>(
            parts.partitions(),
            new ErrorFormat(),
            sums -> new ErrorFinder(config, parts.weights(), sums));
    topology.addProcessor(Names.FIND_ERRORS, find, Names.ASSEMBLE);
  }

  @Override
  public List<String> readers() {
    return List.of(Names.ACCUMULATE_ERRORS);
  }

  @Override
  public void addReaders(Topology topology) {
    topology.addProcessor(Names.ACCUMULATE_ERRORS, accumulate(), Names.SORT_SUMS);
    addSink(topology, Names.ERRORS, output, Names.ACCUMULATE_ERRORS);
  }

  @Override
  public String accumulator() {
    return Names.ACCUMULATE_ERRORS;
  }

  private AccumulateSums<ErrorSeries, ErrorSum, ErrorPoint> accumulate() {
    int most = parts.ofEach(config.maxSeries());
    return new AccumulateSums<>(
        new AccumulateSums.Windows<>(
            Names.ERROR_STORE,
            new ErrorFormat(),
            config.window().toMillis(),
            parts.retentionMillis(),
            SumParts.TELL_EVERY,
            most,
            ErrorPoint::new),
        new SeriesMemory<>(
            Names.ERROR_MEMORY,
            config.remember().toMillis(),
            (int) Math.min(REMEMBERED * most, Integer.MAX_VALUE),
            sum -> sum.isSeen() ? sum.firstNanos() : SeriesMemory.UNSEEN,
            ErrorPoint::since),
        new AccumulateSums.Outputs(told, Names.FOREIGN_SUMS));
  }
}
