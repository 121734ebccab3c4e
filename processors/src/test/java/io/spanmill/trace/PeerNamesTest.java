package io.spanmill.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.ConnectionType;
import io.spanmill.model.SpanKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeerNamesTest {
  private static @Nullable Peer peer(SpanKind kind, String... attributes) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put(attributes[i], attributes[i + 1]);
    }
    TestSpan span = TestSpan.of(1, 0, "a", kind).with("", map);
    return new OpenTrace(0).add(List.of(span)).trace().spans().peer(0);
  }

  private static void assertNamed(String name, ConnectionType type, String... attributes) {
    assertThat(peer(SpanKind.CLIENT, attributes)).isEqualTo(new Peer(name, type));
    assertThat(peer(SpanKind.PRODUCER, attributes)).isEqualTo(new Peer(name, type));
  }

  @Test
  void onlyCallersHaveAPeer() {
    assertThat(peer(SpanKind.SERVER, "peer.service", "x")).isNull();
    assertThat(peer(SpanKind.INTERNAL, "peer.service", "x")).isNull();
    assertThat(peer(SpanKind.CONSUMER, "peer.service", "x")).isNull();
  }

  @Test
  void nothingNamesNobody() {
    assertThat(peer(SpanKind.CLIENT)).isNull();
    assertThat(peer(SpanKind.CLIENT, "peer.service", "")).isNull();
    assertThat(peer(SpanKind.CLIENT, "url.full", "::no url::")).isNull();
  }

  @Test
  void peerServiceComesFirst() {
    assertNamed("bank", ConnectionType.VIRTUAL_NODE, "server.address", "x", "peer.service", "bank");
    assertNamed("bank", ConnectionType.DATABASE, "db.system", "mysql", "peer.service", "bank");
  }

  @Test
  void aDatabaseIsNamedByItsNameElseByItsSystem() {
    assertNamed("shop", ConnectionType.DATABASE, "db.system.name", "mysql", "db.namespace", "shop");
    assertNamed("shop", ConnectionType.DATABASE, "db.system", "mysql", "db.name", "shop");
    assertNamed("mysql", ConnectionType.DATABASE, "db.system.name", "mysql");
    assertNamed("redis", ConnectionType.DATABASE, "db.system", "redis", "server.address", "h");
  }

  @Test
  void aQueueIsNamedByItsDestinationElseByItsSystem() {
    assertNamed(
        "orders",
        ConnectionType.MESSAGING_SYSTEM,
        "messaging.system",
        "kafka",
        "messaging.destination.name",
        "orders");
    assertNamed("kafka", ConnectionType.MESSAGING_SYSTEM, "messaging.system", "kafka");
  }

  @Test
  void addressesComeLast() {
    assertNamed("h:81", ConnectionType.VIRTUAL_NODE, "server.address", "h", "server.port", "81");
    assertNamed("h", ConnectionType.VIRTUAL_NODE, "net.peer.name", "h", "rpc.service", "S");
    assertNamed("S", ConnectionType.VIRTUAL_NODE, "rpc.service", "S", "url.full", "http://h/");
    assertNamed("h", ConnectionType.VIRTUAL_NODE, "url.full", "http://u:p@h/x?y");
    assertNamed("h:8080", ConnectionType.VIRTUAL_NODE, "http.url", "https://h:8080/x");
  }
}
