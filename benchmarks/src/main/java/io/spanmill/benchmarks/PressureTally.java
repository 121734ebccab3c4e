package io.spanmill.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Adds up what a pipeline has put out, by looks at its JSON. */
final class PressureTally {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> properties;
  private final String pipeline;

  /**
   * @param properties of a consumer of bytes that reads what is committed
   */
  PressureTally(Map<String, Object> properties, String pipeline) {
    this.properties = properties;
    this.pipeline = pipeline;
  }

  /** Calls of all series: the last record of a key is what counts. */
  long calls() {
    Map<Long, Long> calls = new HashMap<>();
    read(
        "-red",
        record -> calls.put(hash(record.key()), number(text(record.value()), "\"calls\":")));
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of a few million keys two would share a hash once in a million runs. */
  private static long hash(byte[] key) {
    long low = Arrays.hashCode(key) & 0xffff_ffffL;
    long high = 17;
    for (byte b : key) {
      high = high * 1_000_003 ^ b;
    }
    return high << 32 | low;
  }

  /** Spans of all decisions, late ones included. */
  long decidedSpans() {
    long[] spans = new long[1];
    read(
        "-decisions",
        record -> {
          String decision = text(record.value());
          boolean first = number(decision, "\"revision\":") == 0;
          spans[0] += number(decision, first ? "\"spans\":" : "\"late_spans\":");
        });
    return spans[0];
  }

  long deadLetters() {
    long[] letters = new long[1];
    read("-dead-letters", record -> letters[0]++);
    return letters[0];
  }

  private static String text(byte[] json) {
    return new String(json, ISO_8859_1);
  }

  private static long number(String json, String field) {
    int from = json.indexOf(field) + field.length();
    int to = from;
    while (Character.isDigit(json.charAt(to))) {
      to++;
    }
    return Long.parseLong(json, from, to, 10);
  }

  /** Takes records. */
  private interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record);
  }

  private void read(String topic, Reader reader) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(pipeline + topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(reader::read);
      }
    }
  }
}
