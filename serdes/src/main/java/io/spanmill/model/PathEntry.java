package io.spanmill.model;

import java.util.Map;

/**
 * The traces that began in the same place and ended in the same window: those whose root is this.
 *
 * @param windowStartMillis in milliseconds since 1970
 * @param service of the root
 * @param operation the root's name
 * @param dimensions empty, but for what takes in entries beyond the limit: {@link Overflow}
 */
public record PathEntry(
    long windowStartMillis, String service, String operation, Map<String, String> dimensions) {

  /** An entry by itself. */
  public PathEntry(long windowStartMillis, String service, String operation) {
    this(windowStartMillis, service, operation, Map.of());
  }
}
