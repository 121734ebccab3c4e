package io.spanmill.topology;

import io.spanmill.assembly.SpanLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a part of one partition again, outside of any group. */
final class CommittedRecords {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long SILENT_NANOS = Duration.ofMinutes(2).toNanos();

  private final Map<String, Object> consumerProperties;

  /**
   * @param consumerProperties as {@link StreamsSettings#replay}
   */
  CommittedRecords(Map<String, Object> consumerProperties) {
    this.consumerProperties = consumerProperties;
  }

  /**
   * Shows the records with offsets in {@code [from, to)}, in their order; returns how many.
   *
   * @throws IllegalStateException if nothing comes for minutes
   */
  long read(TopicPartition source, long from, long to, SpanLog.Reader reader) {
    return readWhole(
        source,
        from,
        to,
        record -> reader.read(record.offset(), record.key(), record.value()),
        reached -> {});
  }

  /** Shows a record with all that it has. */
  interface Visitor {
    void visit(ConsumerRecord<byte[], byte[]> record);
  }

  /**
   * The same, of records with their times and headers.
   *
   * @param progress hears every now and then up to which offset they were shown
   */
  long readWhole(
      TopicPartition source, long from, long to, Visitor visitor, LongConsumer progress) {
    Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerProperties);
    try {
      consumer.assign(List.of(source));
      consumer.seek(source, from);
      return read(consumer, source, to, visitor, progress);
    } finally {
      // Otherwise it waits for an answer to its last fetch.
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static long read(
      Consumer<byte[], byte[]> consumer,
      TopicPartition source,
      long to,
      Visitor visitor,
      LongConsumer progress) {
    long records = 0;
    long position = -1;
    long moved = System.nanoTime();
    while (consumer.position(source) < to) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(source)) {
        if (record.offset() < to) {
          visitor.visit(record);
          records++;
        }
      }
      long reached = Math.min(to, consumer.position(source));
      progress.accept(reached);
      if (reached != position) {
        position = reached;
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > SILENT_NANOS) {
        throw new IllegalStateException("cannot read " + source + " beyond offset " + position);
      }
    }
    return records;
  }
}
