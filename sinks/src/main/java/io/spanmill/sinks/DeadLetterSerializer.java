package io.spanmill.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.DeadLetter;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter is the refused bytes; all that is said of them stands in the headers. Key and value
 * together fit into a record: the key may take half of it, the value the rest.
 */
final class DeadLetterSerializer implements Serializer<DeadLetter> {
  private final int recordBytes;

  DeadLetterSerializer(int recordBytes) {
    this.recordBytes = recordBytes;
  }

  @Override
  public byte @Nullable [] serialize(String topic, DeadLetter letter) {
    byte[] value = letter.value();
    return value != null && value.length > room(letter)
        ? Arrays.copyOf(value, room(letter))
        : value;
  }

  @Override
  public byte @Nullable [] serialize(String topic, Headers headers, DeadLetter letter) {
    byte[] value = letter.value();
    add(headers, DeadLetterHeaders.REASON, letter.reason());
    add(headers, DeadLetterHeaders.TOPIC, letter.topic());
    add(headers, DeadLetterHeaders.PARTITION, Integer.toString(letter.partition()));
    add(headers, DeadLetterHeaders.OFFSET, Long.toString(letter.offset()));
    add(headers, DeadLetterHeaders.ARRIVAL, Long.toString(letter.arrivalMillis()));
    byte[] key = letter.key();
    boolean truncated =
        (value != null && value.length > room(letter))
            || (key != null && key.length > recordBytes / 2);
    add(headers, DeadLetterHeaders.TRUNCATED, Boolean.toString(truncated));
    return serialize(topic, letter);
  }

  private int room(DeadLetter letter) {
    byte[] key = key(letter.key());
    return recordBytes - (key == null ? 0 : key.length);
  }

  /** What there is room for of a key. */
  byte @Nullable [] key(byte @Nullable [] key) {
    boolean fits = key == null || key.length <= recordBytes / 2;
    return fits ? key : Arrays.copyOf(key, recordBytes / 2);
  }

  private static void add(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }
}
