package io.spanmill.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say that need a Kafka when there is none. Side by side, as each waits for long. */
@Execution(ExecutionMode.CONCURRENT)
final class KafkaCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "topics", "policies --apply", "policies --show", "grow --partitions 8"})
  void anUnreachableKafkaIsOneLine(String command) throws IOException {
    String nowhere = "127.0.0.1:" + freePort();

    int code = execute(Map.of("SPANMILL_KAFKA_BOOTSTRAP_SERVERS", nowhere), command.split(" "));

    assertThat(code).isEqualTo(Command.FAILED);
    assertThat(err.toString().lines().filter(line -> !line.startsWith("note: ")))
        .containsExactly(
            "spanmill: kafka.bootstrap.servers: no Kafka answers at " + nowhere + " within 8 s");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "topics"})
  void anAddressThatCannotBeOneIsOneLine(String command) {
    int code = execute(Map.of("SPANMILL_KAFKA_BOOTSTRAP_SERVERS", "nowhere.invalid:9092"), command);

    assertThat(code).isEqualTo(Command.FAILED);
    assertThat(err.toString().lines().filter(line -> !line.startsWith("note: ")))
        .singleElement()
        .asString()
        .contains("kafka.bootstrap.servers", "nowhere.invalid:9092");
  }

  private int execute(Map<String, String> environment, String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out), new PrintWriter(err), environment, "host", 4L << 30, false);
    return Main.execute(surroundings, arguments);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
