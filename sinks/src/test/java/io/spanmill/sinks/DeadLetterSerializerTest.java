package io.spanmill.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.DeadLetter;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class DeadLetterSerializerTest {
  private final DeadLetterSerializer serializer = new DeadLetterSerializer(10);
  private final Headers headers = new RecordHeaders();

  @Test
  void whatFitsStaysWhole() {
    assertThat(serializer.serialize("t", headers, letter(bytes(3), bytes(7)))).hasSize(7);
    assertThat(header(DeadLetterHeaders.TRUNCATED)).isEqualTo("false");
    assertThat(header(DeadLetterHeaders.REASON)).isEqualTo("malformed");
    assertThat(header(DeadLetterHeaders.TOPIC)).isEqualTo("otlp_spans");
    assertThat(header(DeadLetterHeaders.PARTITION)).isEqualTo("4");
    assertThat(header(DeadLetterHeaders.OFFSET)).isEqualTo("5");
    assertThat(header(DeadLetterHeaders.ARRIVAL)).isEqualTo("6");
  }

  @Test
  void whatDoesNotFitBesideItsKeyIsCutAndSaysSo() {
    assertThat(serializer.serialize("t", headers, letter(bytes(3), bytes(8)))).hasSize(7);
    assertThat(header(DeadLetterHeaders.TRUNCATED)).isEqualTo("true");
  }

  @Test
  void aKeyTakesHalfOfTheRecordAtMost() {
    assertThat(serializer.key(bytes(5))).hasSize(5);
    assertThat(serializer.key(bytes(6))).hasSize(5);
    assertThat(serializer.key(null)).isNull();
    assertThat(serializer.serialize("t", headers, letter(bytes(6), bytes(5)))).hasSize(5);
    assertThat(header(DeadLetterHeaders.TRUNCATED)).isEqualTo("true");
  }

  @Test
  void aRecordWithoutValueStaysWithout() {
    assertThat(serializer.serialize("t", headers, letter(null, null))).isNull();
    assertThat(header(DeadLetterHeaders.TRUNCATED)).isEqualTo("false");
  }

  private static DeadLetter letter(byte[] key, byte[] value) {
    return new DeadLetter("malformed", key, value, "otlp_spans", 4, 5, 6);
  }

  private static byte[] bytes(int count) {
    return new byte[count];
  }

  private String header(String name) {
    return new String(headers.lastHeader(name).value(), UTF_8);
  }
}
