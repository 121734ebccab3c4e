package io.spanmill.trace;

import io.spanmill.model.ConnectionType;
import io.spanmill.otlp.AttributeKeys;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.wire.MalformedBytesException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names the callee of a span by its attributes, old and new semantic conventions alike: {@code
 * peer.service}, then the database, the messaging destination, the server's address, the RPC
 * service, the URL's host. Not thread-safe.
 */
final class PeerNames {
  /** Beyond this the table starts anew; peers in use stay alive in the traces that use them. */
  private static final int REMEMBERED_BYTES = 1 << 20;

  /** What a peer takes in memory beside the characters of its name, about. */
  private static final int FOOTPRINT = 150;

  static final List<String> NAMES =
      List.of(
          "peer.service",
          "db.namespace",
          "db.name",
          "db.system.name",
          "db.system",
          "messaging.destination.name",
          "messaging.system",
          "server.address",
          "server.port",
          "net.peer.name",
          "rpc.service",
          "url.full",
          "http.url");

  /** Where in {@link #NAMES} what stands, and from where to where several are asked in turn. */
  private static final int PEER_SERVICE = 0;

  private static final int DATABASE = 1;
  private static final int MESSAGING = 5;
  private static final int SERVER_ADDRESS = 7;
  private static final int SERVER_PORT = 8;
  private static final int OTHERS = 9;
  private static final int URLS = 11;
  private static final AttributeKeys KEYS = new AttributeKeys(NAMES);

  private final int[] places = new int[NAMES.size()];
  private final AttributeValue value = new AttributeValue();
  private final Map<Peer, Peer> known = new HashMap<>();
  private int knownBytes;

  /** Null where no attribute tells, or where they cannot be read. */
  @Nullable Peer of(Attributes attributes) {
    try {
      return read(attributes);
    } catch (MalformedBytesException unreadable) {
      return null;
    }
  }

  private @Nullable Peer read(Attributes attributes) throws MalformedBytesException {
    attributes.find(KEYS, places);
    String service = text(attributes, PEER_SERVICE);
    String database = first(attributes, DATABASE, MESSAGING);
    String destination = database == null ? first(attributes, MESSAGING, SERVER_ADDRESS) : null;
    ConnectionType type = type(database, destination);
    String name = service != null ? service : database != null ? database : destination;
    if (name == null) {
      name = address(attributes);
    }
    return name == null ? null : shared(new Peer(name, type));
  }

  private static ConnectionType type(@Nullable String database, @Nullable String destination) {
    if (database != null) {
      return ConnectionType.DATABASE;
    }
    return destination != null ? ConnectionType.MESSAGING_SYSTEM : ConnectionType.VIRTUAL_NODE;
  }

  private @Nullable String address(Attributes attributes) throws MalformedBytesException {
    String server = text(attributes, SERVER_ADDRESS);
    if (server != null) {
      String port = text(attributes, SERVER_PORT);
      return port == null ? server : server + ":" + port;
    }
    String other = first(attributes, OTHERS, URLS);
    return other != null ? other : host(first(attributes, URLS, NAMES.size()));
  }

  /** Host and, where it is named, port. */
  private static @Nullable String host(@Nullable String url) {
    if (url == null) {
      return null;
    }
    try {
      URI uri = new URI(url);
      String host = uri.getHost();
      return host == null || uri.getPort() < 0 ? host : host + ":" + uri.getPort();
    } catch (URISyntaxException noUrl) {
      return null;
    }
  }

  private @Nullable String first(Attributes attributes, int from, int to)
      throws MalformedBytesException {
    for (int name = from; name < to; name++) {
      String text = text(attributes, name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private @Nullable String text(Attributes attributes, int name) throws MalformedBytesException {
    if (places[name] == Attributes.NOWHERE) {
      return null;
    }
    attributes.valueAt(places[name], value);
    String text = value.label();
    return text.isEmpty() ? null : text;
  }

  private Peer shared(Peer peer) {
    Peer same = known.get(peer);
    if (same != null) {
      return same;
    }
    int bytes = FOOTPRINT + 2 * peer.name().length();
    knownBytes += bytes;
    if (knownBytes > REMEMBERED_BYTES) {
      known.clear();
      knownBytes = bytes;
    }
    known.put(peer, peer);
    return peer;
  }
}
