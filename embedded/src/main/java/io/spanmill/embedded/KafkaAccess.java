package io.spanmill.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Plain access to a Kafka of ours: makes topics, and reads what stands in them. */
public final class KafkaAccess {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final short REPLICAS_OF_THE_BROKER = -1;
  private static final Duration POLL = Duration.ofMillis(100);

  private final String bootstrapServers;

  public KafkaAccess(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** For any client. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return properties;
  }

  /** Makes a topic, and waits until the broker has heard of it from its controller. */
  public void createTopic(String name, int partitions, Map<String, String> config)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(properties())) {
      NewTopic topic = new NewTopic(name, partitions, REPLICAS_OF_THE_BROKER).configs(config);
      admin.createTopics(List.of(topic)).all().get();
      while (!admin.listTopics().names().get().contains(name)) {
        Thread.sleep(LOOK_AGAIN.toMillis());
      }
    }
  }

  /**
   * Lets topics drop their oldest records, and so their oldest files, beyond this size per
   * partition. Changes nothing for topics that say otherwise themselves.
   */
  void limitPartitions(long bytes) throws InterruptedException, ExecutionException {
    ConfigResource allBrokers = new ConfigResource(ConfigResource.Type.BROKER, "");
    List<AlterConfigOp> limits =
        List.of(set("log.retention.bytes", bytes), set("log.segment.bytes", bytes / 2));
    try (Admin admin = Admin.create(properties())) {
      admin.incrementalAlterConfigs(Map.of(allBrokers, limits)).all().get();
    }
  }

  private static AlterConfigOp set(String name, long value) {
    return new AlterConfigOp(new ConfigEntry(name, "" + value), AlterConfigOp.OpType.SET);
  }

  /** A consumer that sees what is committed; assigns nothing yet. */
  public KafkaConsumer<byte[], byte[]> consumer() {
    return consumer(properties());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Properties properties) {
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Shows all committed records of a topic up to where it ends now, partition by partition. */
  public void readAll(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Properties properties = properties();
    // A broker answers in turn: a fetch that waits for more would hold up the next question.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    KafkaConsumer<byte[], byte[]> consumer = consumer(properties);
    try {
      for (TopicPartition partition : partitions(consumer, topic)) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
        while (consumer.position(partition) < end) {
          consumer.poll(POLL).forEach(reader);
        }
      }
    } finally {
      // Otherwise it waits for an answer to its last fetch.
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  public static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo info : consumer.partitionsFor(topic)) {
      partitions.add(new TopicPartition(topic, info.partition()));
    }
    return partitions;
  }
}
