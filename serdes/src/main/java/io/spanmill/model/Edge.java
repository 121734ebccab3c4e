package io.spanmill.model;

/**
 * Who called whom, in which window.
 *
 * @param windowStartMillis in milliseconds since 1970
 */
public record Edge(long windowStartMillis, String client, String server, ConnectionType type) {}
