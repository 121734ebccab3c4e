package io.spanmill.embedded;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends a replay to a topic, without keys, to one partition after the other. For one thread. */
final class ShopTraffic implements DemoTraffic {
  private final ShopReplay replay;
  private final String topic;
  private final int partitions;
  private final Producer<byte[], byte[]> producer;
  private long sent;
  private volatile @Nullable Exception refusal;

  ShopTraffic(ShopReplay replay, KafkaAccess access, String topic, int partitions) {
    this.replay = replay;
    this.topic = topic;
    this.partitions = partitions;
    Properties properties = access.properties();
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends all that is due. */
  @Override
  public void send(long nowMillis) throws Exception {
    Exception refused = refusal;
    if (refused != null) {
      throw refused;
    }
    for (StoredRequest r = replay.due(nowMillis); r != null; r = replay.due(nowMillis)) {
      send(r);
    }
  }

  @Override
  public String source() {
    return "round " + replay.round() + " of a small shop's traffic";
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
  private void send(StoredRequest request) {
    int partition = (int) (sent++ % partitions);
    producer.send(
        new ProducerRecord<>(topic, partition, request.arrivalMillis(), null, request.value()),
        (metadata, refused) -> {
          if (refused != null) {
            refusal = refused;
          }
        });
  }

  /** What is on its way does not matter any more. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
