package io.spanmill.node;

import io.spanmill.state.Stamp;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The records of a topic of ours whose keys are stamps. What somebody else has written there is
 * counted, and becomes a dead letter, as a whole.
 */
public final class StampedRecords {
  /** Takes what is ours. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @param record with key and value
     * @throws IllegalArgumentException if it is not ours; then nothing of it was taken
     */
    void read(Stamp stamp, Record<byte[], byte[]> record);
  }

  private final ProcessorContext<Object, Object> context;
  private final Counter foreign;
  private final String deadLetters;

  /**
   * @param counters of the node, which get another one
   * @param store what the counter tells the node by
   * @param deadLetters the node that takes {@code byte[] → DeadLetter}
   */
  public StampedRecords(
      ProcessorContext<Object, Object> context,
      Counters counters,
      String store,
      String deadLetters) {
    this.context = context;
    this.foreign =
        counters.counter(
            "foreign-records", "Records in our topic that are not ours.", "store", store);
    this.deadLetters = deadLetters;
  }

  /** To be called while the record is the context's. */
  public void read(Record<byte[], byte[]> record, Reader reader) {
    try {
      if (record.key() == null || record.value() == null) {
        throw new IllegalArgumentException("without key or without value");
      }
      reader.read(Stamp.of(record.key()), record);
    } catch (IllegalArgumentException notOurs) {
      foreign.increment();
      context.forward(
          DeadLetters.of(
              "foreign record: " + notOurs.getMessage(),
              record,
              record.value(),
              context.recordMetadata().orElseThrow()),
          deadLetters);
    }
  }
}
