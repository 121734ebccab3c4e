package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spanmill.sinks.DeadLetterHeaders;
import io.spanmill.sinks.OutputTopics;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What stands in the output topics at the end, as files. */
final class OutputFiles {
  private static final int DEAD_LETTER_BYTES = 64 * 1024;

  private final KafkaAccess access;
  private final OutputTopics topics;
  private final Path directory;

  OutputFiles(KafkaAccess access, OutputTopics topics, Path directory) {
    this.access = access;
    this.topics = topics;
    this.directory = directory;
  }

  void write() throws IOException {
    writeTraces();
    writeDecisions();
    writeLast(topics.red().name(), "red.jsonl");
    writeLast(topics.edges().name(), "edges.jsonl");
    if (topics.criticalPath().isPresent()) {
      writeLast(topics.criticalPath().get().name(), "critical_path.jsonl");
    }
    if (topics.errors().isPresent()) {
      writeLast(topics.errors().get().name(), "errors.jsonl");
    }
    if (topics.alerts().isPresent()) {
      writeLast(topics.alerts().get().name(), "alerts.jsonl");
    }
    writeDeadLetters();
  }

  private void writeTraces() throws IOException {
    try (DataOutputStream out = new DataOutputStream(file("traces.binpb"))) {
      access.readAll(
          topics.traces().name(),
          record ->
              unchecked(
                  () -> {
                    out.writeInt(record.value().length);
                    out.write(record.value());
                  }));
    }
  }

  /** An amendment replaces the decision before it. */
  private void writeDecisions() throws IOException {
    Map<ByteBuffer, Integer> amendments = new HashMap<>();
    access.readAll(
        topics.decisions().name(),
        record -> {
          if (isAmendment(record.value())) {
            amendments.merge(ByteBuffer.wrap(record.key()), 1, Integer::sum);
          }
        });
    Map<ByteBuffer, byte[]> waiting = new HashMap<>();
    try (OutputStream out = file("decisions.jsonl")) {
      access.readAll(
          topics.decisions().name(),
          record -> {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            if (isAmendment(record.value())) {
              waiting.remove(key);
              writeLine(out, record.value());
            } else if (amendments.containsKey(key)) {
              writeLine(out, waiting.put(key, record.value()));
            } else {
              writeLine(out, record.value());
            }
          });
      waiting.values().forEach(line -> writeLine(out, line));
    }
  }

  private static final byte[] AMENDMENT = "\"revision\":1".getBytes(UTF_8);

  /** The revision stands behind the trace id, in a fixed place. */
  private static boolean isAmendment(byte[] decision) {
    int from = "{\"trace_id\":\"\",".length() + 32;
    int to = from + AMENDMENT.length;
    return Arrays.equals(decision, from, to, AMENDMENT, 0, AMENDMENT.length);
  }

  /** Of each key the last record, if it is not a deletion. */
  private void writeLast(String topic, String name) throws IOException {
    Map<ByteBuffer, Long> last = new HashMap<>();
    access.readAll(topic, record -> last.put(ByteBuffer.wrap(record.key()), record.offset()));
    try (OutputStream out = file(name)) {
      access.readAll(
          topic,
          record -> {
            if (last.getOrDefault(ByteBuffer.wrap(record.key()), -1L) == record.offset()) {
              writeLine(out, record.value());
            }
          });
    }
  }

  private void writeDeadLetters() throws IOException {
    try (OutputStream out = file("dead_letters.jsonl")) {
      access.readAll(topics.deadLetters().name(), record -> writeLine(out, deadLetter(record)));
    }
  }

  private static byte[] deadLetter(ConsumerRecord<byte[], byte[]> record) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    unchecked(
        () -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("reason", header(record, DeadLetterHeaders.REASON));
            json.writeStringField("topic", header(record, DeadLetterHeaders.TOPIC));
            json.writeNumberField(
                "partition", Integer.parseInt(header(record, DeadLetterHeaders.PARTITION)));
            json.writeNumberField(
                "offset", Long.parseLong(header(record, DeadLetterHeaders.OFFSET)));
            byte[] bytes = record.value() == null ? new byte[0] : record.value();
            json.writeBinaryField(
                "bytes", Arrays.copyOf(bytes, Math.min(bytes.length, DEAD_LETTER_BYTES)));
            json.writeEndObject();
          }
        });
    return line.toByteArray();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private OutputStream file(String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(directory.resolve(name)), 1 << 16);
  }

  private static void writeLine(OutputStream out, byte @Nullable [] line) {
    if (line != null) {
      unchecked(
          () -> {
            out.write(line);
            out.write('\n');
          });
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.run();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
