package io.spanmill.red;

import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.wire.MalformedBytesException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that divides series. One that the current semantic conventions name also reads its
 * predecessor, as both generations occur in one trace. Not thread-safe.
 */
final class Dimension {
  /** Current name → name before, by OpenTelemetry's semantic conventions 1.20 to 1.30. */
  private static final Map<String, String> PREDECESSORS =
      Map.ofEntries(
          Map.entry("client.address", "http.client_ip"),
          Map.entry("db.collection.name", "db.sql.table"),
          Map.entry("db.namespace", "db.name"),
          Map.entry("db.operation.name", "db.operation"),
          Map.entry("db.query.text", "db.statement"),
          Map.entry("db.system.name", "db.system"),
          Map.entry("deployment.environment.name", "deployment.environment"),
          Map.entry("http.request.method", "http.method"),
          Map.entry("http.response.status_code", "http.status_code"),
          Map.entry("messaging.destination.name", "messaging.destination"),
          Map.entry("messaging.operation.type", "messaging.operation"),
          Map.entry("network.peer.address", "net.sock.peer.addr"),
          Map.entry("network.peer.port", "net.sock.peer.port"),
          Map.entry("server.address", "net.peer.name"),
          Map.entry("server.port", "net.peer.port"),
          Map.entry("url.full", "http.url"),
          Map.entry("url.path", "http.target"),
          Map.entry("url.scheme", "http.scheme"),
          Map.entry("user_agent.original", "http.user_agent"));

  private final String name;
  private final AttributeKey current;
  private final @Nullable AttributeKey predecessor;

  Dimension(String name) {
    this.name = name;
    this.current = new AttributeKey(name);
    String before = PREDECESSORS.get(name);
    this.predecessor = before == null ? null : new AttributeKey(before);
  }

  String name() {
    return name;
  }

  /** Reads it from the span, else from the resource; false if neither has it. */
  boolean find(Attributes span, Attributes resource, AttributeValue value) {
    try {
      return find(span, value) || find(resource, value);
    } catch (MalformedBytesException unreadable) {
      return false;
    }
  }

  private boolean find(Attributes attributes, AttributeValue value) throws MalformedBytesException {
    return attributes.find(current, value)
        || (predecessor != null && attributes.find(predecessor, value));
  }
}
