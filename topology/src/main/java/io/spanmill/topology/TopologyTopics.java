package io.spanmill.topology;

import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * What a topology says of itself.
 *
 * @param read topics, those of an input pattern left out
 * @param written topics
 * @param stores each of which has a changelog
 */
record TopologyTopics(Set<String> read, Set<String> written, Set<String> stores) {
  static TopologyTopics of(PipelineConfig config, SpansGeneration generation) {
    // Nothing of it is ever asked: the topology is described, not run.
    Surroundings unasked =
        Surroundings.unwatched(generation, new SingleSource(""), Duration.ZERO, () -> 0);
    return of(new TracePipeline(config, unasked).build());
  }

  private static TopologyTopics of(Topology topology) {
    TopologyTopics topics = new TopologyTopics(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
      part.nodes().forEach(topics::add);
    }
    return topics;
  }

  private void add(TopologyDescription.Node node) {
    if (node instanceof TopologyDescription.Source source && source.topicPattern() == null) {
      read.addAll(source.topicSet());
    } else if (node instanceof TopologyDescription.Sink sink) {
      written.add(sink.topic());
    } else if (node instanceof TopologyDescription.Processor processor) {
      stores.addAll(processor.stores());
    }
  }
}
