package io.spanmill.topology;

import io.spanmill.state.SumKind;
import java.util.List;
import org.apache.kafka.streams.Topology;

/** The stages of sums of one kind: who gathers them from traces, and who reads them together. */
interface SumStages {
  SumKind kind();

  /** The node that gathers, below {@link Names#ASSEMBLE}; it puts out batches for sums. */
  String gatherer();

  void addGatherer(Topology topology);

  /** The nodes that take batches of this kind, below {@link Names#SORT_SUMS}. */
  List<String> readers();

  /** Adds them, and what comes of them. */
  void addReaders(Topology topology);

  /** The node among them that refuses what it cannot read. */
  String accumulator();
}
