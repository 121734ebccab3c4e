package io.spanmill.trace;

import io.spanmill.model.ConnectionType;
import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.wire.MalformedBytesException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
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

  private static final AttributeKey PEER_SERVICE = new AttributeKey("peer.service");
  private static final AttributeKey[] DATABASE =
      keys("db.namespace", "db.name", "db.system.name", "db.system");
  private static final AttributeKey[] MESSAGING =
      keys("messaging.destination.name", "messaging.system");
  private static final AttributeKey SERVER_ADDRESS = new AttributeKey("server.address");
  private static final AttributeKey SERVER_PORT = new AttributeKey("server.port");
  private static final AttributeKey[] OTHERS = keys("net.peer.name", "rpc.service");
  private static final AttributeKey[] URLS = keys("url.full", "http.url");

  private final AttributeValue value = new AttributeValue();
  private final Map<Peer, Peer> known = new HashMap<>();
  private int knownBytes;

  private static AttributeKey[] keys(String... names) {
    AttributeKey[] keys = new AttributeKey[names.length];
    for (int i = 0; i < names.length; i++) {
      keys[i] = new AttributeKey(names[i]);
    }
    return keys;
  }

  /** Null where no attribute tells, or where they cannot be read. */
  @Nullable Peer of(Attributes attributes) {
    try {
      return read(attributes);
    } catch (MalformedBytesException unreadable) {
      return null;
    }
  }

  private @Nullable Peer read(Attributes attributes) throws MalformedBytesException {
    String service = text(attributes, PEER_SERVICE);
    String database = first(attributes, DATABASE);
    String destination = database == null ? first(attributes, MESSAGING) : null;
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
    String other = first(attributes, OTHERS);
    return other != null ? other : host(first(attributes, URLS));
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

  private @Nullable String first(Attributes attributes, AttributeKey[] keys)
      throws MalformedBytesException {
    for (AttributeKey key : keys) {
      String text = text(attributes, key);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private @Nullable String text(Attributes attributes, AttributeKey key)
      throws MalformedBytesException {
    String text = attributes.find(key, value) ? value.label() : "";
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
