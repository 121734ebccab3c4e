package io.spanmill.benchmarks;

import io.spanmill.split.EndOfInput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes requests into the partitions of a topic. Not thread-safe. */
final class LoadWriter implements AutoCloseable {
  private final String topic;
  private final int partitions;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();
  private final LoadRecords records;

  /** As they come, in turn. */
  LoadWriter(String servers, String topic, int partitions, int largestRecord) {
    this(servers, topic, partitions, InputKind.MIXED, largestRecord);
  }

  LoadWriter(String servers, String topic, int partitions, InputKind kind, int largestRecord) {
    records = new LoadRecords(topic, partitions, kind, largestRecord);
    this.topic = topic;
    this.partitions = partitions;
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", servers);
    properties.put("max.request.size", largestRecord);
    properties.put("batch.size", 256 * 1024);
    properties.put("linger.ms", 20);
    properties.put("compression.type", "lz4");
    properties.put("key.serializer", ByteArraySerializer.class);
    properties.put("value.serializer", ByteArraySerializer.class);
    producer = new KafkaProducer<>(properties);
  }

  void write(byte[] request, long millis) {
    records.of(request, millis).forEach(this::send);
  }

  /** Says in every partition that nothing more comes. */
  void markEnd(long millis) {
    for (int partition = 0; partition < partitions; partition++) {
      send(new ProducerRecord<>(topic, partition, millis, null, null, EndOfInput.headers()));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(
        record,
        (metadata, refused) -> {
          if (refused != null) {
            refusal.set(refused);
          }
        });
  }

  /**
   * Returns when all is there.
   *
   * @throws IOException if something was refused
   */
  @Override
  public void close() throws IOException {
    producer.close();
    if (refusal.get() != null) {
      throw new IOException(
          "the load could not be written: " + refusal.get().getMessage(), refusal.get());
    }
  }
}
