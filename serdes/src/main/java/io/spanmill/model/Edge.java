package io.spanmill.model;

import java.util.Map;

/**
 * Who called whom, in which window.
 *
 * @param windowStartMillis in milliseconds since 1970
 * @param dimensions empty, but for what takes in edges beyond the limit: {@link Overflow}
 */
public record Edge(
    long windowStartMillis,
    String client,
    String server,
    ConnectionType type,
    Map<String, String> dimensions) {

  /** An edge by itself. */
  public Edge(long windowStartMillis, String client, String server, ConnectionType type) {
    this(windowStartMillis, client, server, type, Map.of());
  }
}
