package io.spanmill.node;

import io.spanmill.model.DeadLetter;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Makes dead letters of records that a node refuses. */
public final class DeadLetters {
  private DeadLetters() {}

  /**
   * @param value what is refused: the record's value, or a part of it
   */
  public static Record<byte[], DeadLetter> of(
      String reason,
      Record<byte[], byte[]> record,
      byte @Nullable [] value,
      RecordMetadata origin) {
    DeadLetter letter =
        new DeadLetter(
            reason,
            record.key(),
            value,
            origin.topic(),
            origin.partition(),
            origin.offset(),
            record.timestamp());
    return new Record<>(record.key(), letter, record.timestamp());
  }
}
