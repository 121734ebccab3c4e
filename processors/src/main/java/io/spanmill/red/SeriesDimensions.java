package io.spanmill.red;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.otlp.AttributeKeys;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.otlp.Origin;
import io.spanmill.trace.Shape;
import io.spanmill.trace.WantedAttributes;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that divide series, each read from the span, else from its resource. One that the
 * current semantic conventions name also reads its predecessor, as both generations occur in one
 * trace. Not thread-safe.
 */
final class SeriesDimensions {
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

  /** Resources whose attributes were looked through, by what is as good as their address. */
  private static final int KNOWN = 64;

  private final byte[][] names;

  /** First all names, then all predecessors. */
  private final AttributeKeys keys;

  /** Index among the keys of each one's predecessor; NONE where it has none. */
  private final int[] predecessors;

  private final WantedAttributes wanted;
  private final int[] ofSpan;
  private final @Nullable Origin[] known = new Origin[KNOWN];
  private final int[][] ofKnown;
  private final AttributeValue value = new AttributeValue();

  SeriesDimensions(List<String> dimensions) {
    names = new byte[dimensions.size()][];
    predecessors = new int[dimensions.size()];
    List<String> all = attributes(dimensions);
    for (int i = 0; i < names.length; i++) {
      names[i] = dimensions.get(i).getBytes(UTF_8);
      String predecessor = PREDECESSORS.get(dimensions.get(i));
      predecessors[i] = predecessor == null ? AttributeKeys.NONE : all.indexOf(predecessor);
    }
    keys = new AttributeKeys(all);
    wanted = new WantedAttributes(all);
    ofSpan = new int[keys.size()];
    ofKnown = new int[KNOWN][keys.size()];
  }

  /** Names of all attributes that are looked at: a predecessor may be a dimension of its own. */
  static List<String> attributes(List<String> dimensions) {
    Set<String> all = new LinkedHashSet<>(dimensions);
    for (String dimension : dimensions) {
      if (PREDECESSORS.containsKey(dimension)) {
        all.add(PREDECESSORS.get(dimension));
      }
    }
    return List.copyOf(all);
  }

  /** Whether {@link #write} finds in the shape's attributes what it would in the span's. */
  boolean areIn(Shape shape) {
    return wanted.areIn(shape);
  }

  /** Writes name and value of those that are there, each behind its length. */
  void write(Attributes span, Origin origin, ProtoWriter key) {
    if (names.length == 0) {
      return;
    }
    span.find(keys, ofSpan);
    int[] ofResource = places(origin);
    for (int i = 0; i < names.length; i++) {
      if (read(i, span, ofSpan) || read(i, origin.resource(), ofResource)) {
        key.writeSized(names[i], 0, names[i].length);
        value.writeLabel(key);
      }
    }
  }

  private int[] places(Origin origin) {
    int at = System.identityHashCode(origin) & (KNOWN - 1);
    if (known[at] != origin) {
      known[at] = origin;
      origin.resource().find(keys, ofKnown[at]);
    }
    return ofKnown[at];
  }

  private boolean read(int dimension, Attributes attributes, int[] places) {
    int place = places[dimension];
    if (place == Attributes.NOWHERE && predecessors[dimension] != AttributeKeys.NONE) {
      place = places[predecessors[dimension]];
    }
    if (place == Attributes.NOWHERE) {
      return false;
    }
    try {
      attributes.valueAt(place, value);
      return true;
    } catch (MalformedBytesException unreadable) {
      return false;
    }
  }
}
