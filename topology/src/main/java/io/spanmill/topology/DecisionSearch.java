package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spanmill.model.TraceId;
import io.spanmill.sinks.RegistryFailure;
import io.spanmill.sinks.ValueFields;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Looks for what was decided of one trace, in the one partition where that must stand. */
public final class DecisionSearch {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * A decision as it stands in its topic.
   *
   * @param decision its fields, as docs/formats.md names them
   * @param millis when it was written, since 1970
   */
  public record Found(
      Map<String, @Nullable Object> decision, long millis, int partition, long offset) {}

  private final PipelineConfig config;

  public DecisionSearch(PipelineConfig config) {
    this.config = config;
  }

  /**
   * All decisions and amendments of a trace, in their order.
   *
   * @param sinceMillis those written before, in milliseconds since 1970, are passed over
   * @throws KafkaFailure if Kafka does not answer, or the topic is not there
   * @throws RegistryFailure if a decision is Avro, and its schema cannot be had
   * @throws IOException if what stands there is no decision
   */
  public List<Found> find(TraceId trace, long sinceMillis) throws IOException {
    String topic = TracePipeline.outputs(config).decisions().name();
    byte[] key = trace.hex().getBytes(US_ASCII);
    try (KafkaAdmin kafka = KafkaAdmin.reach(config)) {
      RightsCheck.require(kafka.admin(), new LeastRights(config, 1), KafkaCommand.EXPLAIN);
      int partitions = partitions(kafka, topic);
      TopicPartition partition =
          new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
      GroupOffsets offsets = new GroupOffsets(kafka.admin(), config.name());
      long end = Objects.requireNonNull(offsets.ends(List.of(partition)).get(partition));
      return read(partition, sinceMillis, end, key);
    }
  }

  private static int partitions(KafkaAdmin kafka, String topic) {
    TopicDescription description = new KafkaTopics(kafka.admin()).describe(topic);
    if (description == null) {
      throw new KafkaFailure("there is no topic " + topic + ": nothing was ever decided");
    }
    return description.partitions().size();
  }

  private List<Found> read(TopicPartition partition, long sinceMillis, long end, byte[] key)
      throws IOException {
    List<Found> found = new ArrayList<>();
    Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(new StreamsSettings(config).replay());
    try (ValueFields fields = new ValueFields(config.output().registry())) {
      consumer.assign(List.of(partition));
      if (!seek(consumer, partition, sinceMillis)) {
        return found;
      }
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
          if (Arrays.equals(record.key(), key) && record.value() != null) {
            found.add(
                new Found(
                    fields.of(record.topic(), record.value()),
                    record.timestamp(),
                    record.partition(),
                    record.offset()));
          }
        }
      }
      return found;
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static boolean seek(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long sinceMillis) {
    @Nullable OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(partition, sinceMillis)).get(partition);
    if (first == null) {
      return false;
    }
    consumer.seek(partition, first.offset());
    return true;
  }
}
