package io.spanmill.topology;

import java.util.Map;

/** How many partitions the topics have that are divided alike. */
final class SharedPartitions {
  private SharedPartitions() {}

  /**
   * @param found of the topics that exist
   * @param configured what holds where there are none yet
   * @throws KafkaFailure if they do not agree; the message names two that differ
   */
  static int of(Map<String, Integer> found, int configured) {
    Map.Entry<String, Integer> first = null;
    for (Map.Entry<String, Integer> topic : found.entrySet()) {
      if (first == null) {
        first = topic;
      } else if (!first.getValue().equals(topic.getValue())) {
        throw new KafkaFailure(
            String.format(
                "%s has %d partitions and %s has %d: they must have the same number",
                first.getKey(), first.getValue(), topic.getKey(), topic.getValue()));
      }
    }
    return first == null ? configured : first.getValue();
  }
}
