package io.spanmill.topology;

import io.spanmill.assembly.SpanLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The spans topic, read again by a consumer of its own. */
final class KafkaSpanLog implements SpanLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSpanLog.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long SILENT_NANOS = Duration.ofMinutes(2).toNanos();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final String topic;
  private final Map<String, Object> consumerProperties;
  private final Assemblies assemblies;

  /**
   * @param assemblies are told how far they have come
   */
  KafkaSpanLog(String topic, Map<String, Object> consumerProperties, Assemblies assemblies) {
    this.topic = topic;
    this.consumerProperties = consumerProperties;
    this.assemblies = assemblies;
  }

  @Override
  public void replay(int partition, long from, long to, Reader reader) {
    if (from >= to) {
      return;
    }
    TopicPartition source = new TopicPartition(topic, partition);
    long started = System.nanoTime();
    Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerProperties);
    try {
      consumer.assign(List.of(source));
      consumer.seek(source, from);
      long records = read(consumer, source, from, to, reader);
      LOG.info(
          "restored {} records of {} in {} ms, offsets {} to {}",
          records,
          source,
          (System.nanoTime() - started) / NANOS_PER_MILLI,
          from,
          to);
    } finally {
      // Otherwise it waits for an answer to its last fetch.
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private long read(
      Consumer<byte[], byte[]> consumer, TopicPartition source, long from, long to, Reader reader) {
    long records = 0;
    long position = -1;
    long moved = System.nanoTime();
    while (consumer.position(source) < to) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(source)) {
        if (record.offset() < to) {
          reader.read(record.offset(), record.key(), record.value());
          records++;
        }
      }
      long reached = Math.min(to, consumer.position(source));
      assemblies.replayed(source.partition(), new Assemblies.Replay(reached - from, to - from));
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
