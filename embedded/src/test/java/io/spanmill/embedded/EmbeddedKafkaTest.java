package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.topology.logging.Logs;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class EmbeddedKafkaTest {
  @TempDir Path directory;

  @BeforeAll
  static void provokedErrorsNeedNoLog() {
    Logs.silence("kafka");
    Logs.silence("org.apache.kafka.server");
  }

  @Test
  void keepsCommittedRecordsOverARestart() throws Exception {
    String before;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Topic topic = new Topic(kafka.bootstrapServers())) {
      topic.create();
      topic.commit("one", "two");
      topic.abort("never");
      topic.commit("three");
      assertThat(topic.read(3)).containsExactly("one", "two", "three");
      before = kafka.bootstrapServers();
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Topic topic = new Topic(kafka.bootstrapServers())) {
      topic.commit("four");
      assertThat(kafka.bootstrapServers()).isEqualTo(before);
      assertThat(topic.read(4)).containsExactly("one", "two", "three", "four");
    }
  }

  @Test
  void takesRecordsOfSixteenMebibytes() throws Exception {
    String large = "x".repeat(16 << 20);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Topic topic = new Topic(kafka.bootstrapServers())) {
      topic.create();
      topic.commit(large);
      assertThat(topic.read(1)).isEqualTo(List.of(large));
    }
  }

  @Test
  void movesToOtherPortsWhenTheOldOnesAreTaken() throws Exception {
    BrokerPorts taken = BrokerPorts.pick();
    taken.rememberIn(directory.resolve("ports"));
    try (ServerSocket thief = new ServerSocket(taken.controller(), 1, BrokerPorts.loopback());
        EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThat(thief.isBound()).isTrue();
      assertThat(kafka.bootstrapServers()).isNotEqualTo(taken.bootstrapServers());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void triesAgainWhenAPortIsLostBeforeItIsUsed(boolean clientPort) throws Exception {
    BrokerPorts lost = BrokerPorts.pick();
    int port = clientPort ? lost.broker() : lost.controller();
    try (ServerSocket thief = new ServerSocket(port, 1, BrokerPorts.loopback());
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, lost);
        Topic topic = new Topic(kafka.bootstrapServers())) {
      assertThat(thief.isBound()).isTrue();
      topic.create();
      topic.commit("one");
      assertThat(topic.read(1)).containsExactly("one");
    }
  }

  @Test
  void failsWithoutEndingTheJvmWhenTheDataCannotBeUsed() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(directory.toString());
      assertThat(kafka.bootstrapServers()).isNotEmpty();
    }
  }

  @Test
  void survivesBeingKilledInAnotherProcess() throws Exception {
    String before;
    try (BrokerProcess broker = BrokerProcess.start(directory);
        Topic topic = new Topic(broker.bootstrapServers())) {
      topic.create();
      topic.commit("one");
      broker.kill();
      before = broker.bootstrapServers();
    }
    try (BrokerProcess broker = BrokerProcess.start(directory);
        Topic topic = new Topic(broker.bootstrapServers())) {
      topic.commit("two");
      assertThat(broker.bootstrapServers()).isEqualTo(before);
      assertThat(topic.read(2)).containsExactly("one", "two");
    }
  }
}
