package io.spanmill.connect;

import io.spanmill.receiver.Piece;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a request on its way to Kafka. Connect gives the very same object back when the record
 * is written, so that it knows its request without a table.
 */
@SuppressWarnings("serial") // Connect serializes no records
final class ReceivedRecord extends SourceRecord {
  private final transient OpenRequest request;

  ReceivedRecord(String topic, Piece piece, OpenRequest request) {
    super(
        null,
        null,
        topic,
        piece.partition() == Piece.ANYWHERE ? null : piece.partition(),
        piece.key() == null ? null : Schema.BYTES_SCHEMA,
        piece.key(),
        Schema.BYTES_SCHEMA,
        piece.value());
    this.request = request;
  }

  /**
   * @param metadata null if the record was filtered, or failed where failures are tolerated
   */
  void settle(@Nullable RecordMetadata metadata) {
    request.settle(metadata != null);
  }

  /** Two records are the same only if they are one, whatever they hold. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
