package io.spanmill.topology.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which topics bring spans: a list, or all whose whole name matches a pattern.
 *
 * <p>The constructor throws {@link IllegalArgumentException} where there are both or neither; the
 * message begins with the key's name in the configuration.
 *
 * @param topics empty where there is a pattern
 * @param pattern null where topics are listed
 */
public record InputConfig(List<String> topics, @Nullable Pattern pattern) {

  public InputConfig {
    topics = List.copyOf(topics);
    if (topics.isEmpty() && pattern == null) {
      throw new IllegalArgumentException("topics: names no topic, and there is no input.pattern");
    }
    if (!topics.isEmpty() && pattern != null) {
      throw new IllegalArgumentException("pattern: use either input.topics or input.pattern");
    }
  }
}
