package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads that are too much for what the pipeline may hold: nothing of them is lost. */
final class PressureTest {
  private static final long NOON = DrivenPipeline.NOON;
  private static final int SPANS_PER_REQUEST = 500;
  private static final int SERVER = 2;

  private final SplittableRandom random = new SplittableRandom(7);
  private final TracesWriter request = new TracesWriter();
  private final ProtoWriter span = new ProtoWriter(256);
  private @TempDir Path stateDir;
  private DrivenPipeline pipeline;
  private TopologyTestDriver driver;
  private int written;

  private void start(String yaml) {
    pipeline = new DrivenPipeline(yaml, stateDir);
    driver = pipeline.driver();
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void namesBeyondTheLimitCountInTheOverflow() {
    start("red: {max_series: 300}\nedges: {max_series: 100}\n");
    int spans = 20_000;
    long high = 0;
    for (int i = 0; i < spans; i++) {
      high = i % 10 == 0 ? random.nextLong() : high;
      add(high, i + 1, i % 10 == 0 ? 0 : i, "service-" + i % 199, "name-" + i);
    }
    end();

    Map<String, String> red = last("spanmill-red");
    assertThat(sum(red, "calls")).isEqualTo(spans);
    assertThat(red).hasSize(300 + 1);
    assertThat(red.keySet())
        .filteredOn(key -> key.contains("otel.metric.overflow"))
        .singleElement()
        .asString()
        .contains("\"\",\"\",\"SPAN_KIND_SERVER\"", "\"spanmill.partition\":\"0\"");
    Map<String, String> edges = last("spanmill-edges");
    assertThat(sum(edges, "calls")).isEqualTo(spans);
    assertThat(edges).hasSize(100 + 2);
    assertThat(sum(last("spanmill-decisions"), "spans")).isEqualTo(spans);
  }

  @Test
  void aTraceLargerThanTheMemoryIsDecidedAndCountedToItsLastSpan() {
    start("assembly: {memory: 2MiB, max_trace_bytes: 256KiB}\n");
    int spans = 50_000;
    for (int i = 0; i < spans; i++) {
      add(5, i + 1, i == 0 ? 0 : 1, "service-" + i / 500 % 8, "op");
    }
    end();

    assertThat(sum(last("spanmill-red"), "calls")).isEqualTo(spans);
    assertThat(last("spanmill-decisions").values())
        .singleElement()
        .asString()
        .contains("\"closed_by\":\"oversize\"");
    assertThat(last("spanmill-dead-letters")).isEmpty();
  }

  @Test
  void tracesOfOneSpanThatMemoryHasNoRoomForAreDecidedEarly() {
    start("assembly: {memory: 1MiB}\n");
    int spans = 10_000;
    for (int i = 0; i < spans; i++) {
      add(random.nextLong(), 1, 0, "service-" + i / 500 % 8, "op");
    }
    end();

    Map<String, String> decisions = last("spanmill-decisions");
    assertThat(decisions).hasSize(spans);
    assertThat(sum(decisions, "spans")).isEqualTo(spans);
    assertThat(decisions.values().stream().filter(d -> d.contains("\"closed_by\":\"pressure\"")))
        .hasSizeGreaterThan(spans / 2);
    assertThat(sum(last("spanmill-red"), "calls")).isEqualTo(spans);
  }

  private void add(long high, long id, long parent, String service, String name) {
    span.clear();
    span.writeField(OtlpFields.TRACE_ID, bytes(high, 9));
    span.writeField(OtlpFields.SPAN_ID, bytes(id));
    if (parent != 0) {
      span.writeField(OtlpFields.PARENT_SPAN_ID, bytes(parent));
    }
    span.writeString(OtlpFields.NAME, name);
    span.writeTag(OtlpFields.KIND).writeVarint(SERVER);
    span.writeTag(OtlpFields.START_TIME).writeFixed64(NOON * 1_000_000);
    span.writeTag(OtlpFields.END_TIME).writeFixed64(NOON * 1_000_000 + random.nextInt(50_000_000));
    request.resource(resource(service)).scope(new byte[0]).span(span.array(), 0, span.size());
    if (++written % SPANS_PER_REQUEST == 0) {
      flush();
    }
  }

  private static byte[] resource(String service) {
    ProtoWriter out = new ProtoWriter(64);
    int resource = out.beginMessage(OtlpFields.RESOURCE);
    int attribute = out.beginMessage(OtlpFields.RESOURCE_ATTRIBUTES);
    out.writeString(OtlpFields.KEY, "service.name");
    int value = out.beginMessage(OtlpFields.VALUE);
    out.writeString(OtlpFields.STRING_VALUE, service);
    out.endMessage(value);
    out.endMessage(attribute);
    return out.endMessage(resource).toByteArray();
  }

  private static byte[] bytes(long... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      buffer.putLong(number);
    }
    return buffer.array();
  }

  private void flush() {
    if (request.spans() > 0) {
      pipeline
          .input()
          .pipeInput(
              new TestRecord<>(null, request.finish(), Instant.ofEpochMilli(NOON + written / 100)));
    }
  }

  private void end() {
    flush();
    pipeline.end();
  }

  /** The last value of each key. */
  private Map<String, String> last(String topic) {
    Map<String, String> last = new HashMap<>();
    List<TestRecord<String, String>> records =
        driver
            .createOutputTopic(topic, new StringDeserializer(), new StringDeserializer())
            .readRecordsToList();
    for (TestRecord<String, String> record : records) {
      if (record.value() == null) {
        last.remove(record.key());
      } else {
        last.put(record.key(), record.value());
      }
    }
    return last;
  }

  private static long sum(Map<String, String> records, String field) {
    String name = "\"" + field + "\":";
    return records.values().stream()
        .mapToLong(json -> number(json, json.indexOf(name) + name.length()))
        .sum();
  }

  private static long number(String json, int from) {
    int to = from;
    while (Character.isDigit(json.charAt(to))) {
      to++;
    }
    return Long.parseLong(json.substring(from, to));
  }
}
