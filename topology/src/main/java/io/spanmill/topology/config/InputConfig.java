package io.spanmill.topology.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which topics bring spans: a list, or all whose whole name matches a pattern; and whether all
 * spans of a trace come in one partition of one topic.
 *
 * <p>The constructor throws {@link IllegalArgumentException} where there are both or neither, or
 * where several topics are to be partitioned; the message begins with the key's name in the
 * configuration.
 *
 * @param topics empty where there is a pattern
 * @param pattern null where topics are listed
 */
public record InputConfig(
    List<String> topics, @Nullable Pattern pattern, Partitioning partitioning) {
  /** By what the input is partitioned. */
  public enum Partitioning {
    /** By anything. */
    NONE,
    /** All spans of a trace are in one partition. */
    TRACE_ID
  }

  public InputConfig {
    topics = List.copyOf(topics);
    if (topics.isEmpty() && pattern == null) {
      throw new IllegalArgumentException("topics: names no topic, and there is no input.pattern");
    }
    if (!topics.isEmpty() && pattern != null) {
      throw new IllegalArgumentException("pattern: use either input.topics or input.pattern");
    }
    if (partitioning == Partitioning.TRACE_ID && topics.size() != 1) {
      throw new IllegalArgumentException(
          "partitioned_by: trace_id needs one topic in input.topics, not "
              + (pattern == null ? topics.size() : "a pattern"));
    }
  }

  /** Topics that need not be partitioned by anything. */
  public InputConfig(List<String> topics, @Nullable Pattern pattern) {
    this(topics, pattern, Partitioning.NONE);
  }

  /** Whether all spans of a trace come in one partition, so that none has to be sent there. */
  public boolean isByTrace() {
    return partitioning == Partitioning.TRACE_ID;
  }
}
