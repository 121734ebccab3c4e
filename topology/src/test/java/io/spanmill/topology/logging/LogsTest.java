package io.spanmill.topology.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

final class LogsTest {
  private static final Logger OURS = LoggerFactory.getLogger("io.spanmill.Mill");
  private static final Logger KAFKAS = LoggerFactory.getLogger("org.apache.kafka.Consumer");
  private static final Logger NETWORK =
      LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient");

  @AfterEach
  void backToTheDefault() {
    Logs.set(LogFormat.TEXT, Level.WARN, Level.WARN);
  }

  @Test
  void aTextLineSaysWhenHowBadWhoAndWhat() {
    assertThat(LogFormat.TEXT.line(message("the mill\nstands", null)))
        .isEqualTo("2026-11-21T12:00:00.250Z WARN Mill - the mill\nstands\n");
    assertThat(LogFormat.TEXT.line(message("it stands", new IllegalStateException("why"))))
        .startsWith("2026-11-21T12:00:00.250Z WARN Mill - it stands\njava.lang.IllegalState")
        .contains("\tat io.spanmill.topology.logging.LogsTest.");
  }

  @Test
  void jsonIsOneObjectInOneLineWhateverIsSaid() throws IOException {
    String said = "\"quoted\"\n\ttabbed \\ \u0001 … \uD83D\uDE80";
    String line = LogFormat.JSON.line(message(said, new IllegalStateException("a\nb")));

    assertThat(line.indexOf('\n')).as(line).isEqualTo(line.length() - 1);
    assertThat(fields(line))
        .containsEntry("timestamp", "2026-11-21T12:00:00.250Z")
        .containsEntry("level", "WARN")
        .containsEntry("logger", "io.spanmill.Mill")
        .containsEntry("thread", "StreamThread-1")
        .containsEntry("message", said)
        .containsEntry("exception", "java.lang.IllegalStateException: a\nb")
        .hasEntrySatisfying(
            "stack_trace", trace -> assertThat(trace).contains("\tat io.spanmill.topology."))
        .hasSize(7);
    assertThat(fields(LogFormat.JSON.line(message("fine", null))).keySet())
        .containsExactly("timestamp", "level", "logger", "thread", "message");
  }

  @Test
  void untilItIsSetOnlyWarningsAreWritten() {
    assertThat(written(() -> OURS.info("starts")) + written(() -> KAFKAS.info("joins"))).isEmpty();
    assertThat(written(() -> OURS.warn("{} of {}", 1, 2))).endsWith("WARN Mill - 1 of 2\n");
  }

  @Test
  void levelsAreOursAndTheOthers() {
    Logs.set(LogFormat.JSON, Level.DEBUG, Level.ERROR);

    assertThat(written(() -> OURS.debug("looks"))).contains("\"message\":\"looks\"");
    assertThat(written(() -> KAFKAS.warn("retries"))).isEmpty();
    assertThat(written(() -> KAFKAS.error("gave up", new IOException("closed"))))
        .contains("\"exception\":\"java.io.IOException: closed\"");
  }

  @Test
  void whatKafkaRepeatsIsHeardOnlyByWhoAsksForMore() {
    assertThat(written(() -> NETWORK.warn("no broker"))).isEmpty();
    Logs.set(LogFormat.TEXT, Level.INFO, Level.INFO);
    assertThat(written(() -> NETWORK.warn("no broker"))).isNotEmpty();
  }

  private static LogMessage message(String said, Throwable thrown) {
    Instant time = Instant.parse("2026-11-21T12:00:00.250Z");
    return new LogMessage(time, Level.WARN, "io.spanmill.Mill", "StreamThread-1", said, thrown);
  }

  private static String written(Runnable log) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, UTF_8));
    try {
      log.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(UTF_8);
  }

  private static Map<String, String> fields(String json) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        fields.put(parser.currentName(), parser.nextTextValue());
      }
      assertThat(parser.nextToken()).isNull();
    }
    return fields;
  }
}
