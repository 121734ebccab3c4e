package io.spanmill.topology;

import java.util.Map;

/**
 * A topic that a pipeline needs.
 *
 * @param partitions how many it is created with; 0 if it is not ours to create
 * @param config what it is created with, in Kafka's words
 * @param meaning what it is for, in one sentence
 */
record WantedTopic(String name, int partitions, Map<String, String> config, String meaning) {
  boolean isOurs() {
    return partitions > 0;
  }
}
