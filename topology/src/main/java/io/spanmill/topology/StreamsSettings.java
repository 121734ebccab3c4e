package io.spanmill.topology;

import io.spanmill.topology.config.ClientKind;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.topology.config.PushConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.LogAndSkipOnInvalidTimestamp;

/** Kafka's settings, each with its reason; what the user sets in {@code kafka:} wins. */
final class StreamsSettings {
  /** Kafka checks the size with the record's own overhead. */
  private static final int RECORD_OVERHEAD = 64 * 1024;

  /** All partitions of a thread together. */
  private static final Duration LONGEST_RESTORE = Duration.ofSeconds(60);

  /** Kafka's own. */
  private static final int STANDARD_SESSION_MILLIS = 45_000;

  private final PipelineConfig config;

  StreamsSettings(PipelineConfig config) {
    this.config = config;
  }

  /** The largest record, as Kafka counts. */
  static int maxMessageBytes(PipelineConfig config) {
    return config.maxRecordBytes() + RECORD_OVERHEAD;
  }

  Properties streams() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.name());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, config.guarantee().kafkaName());
    // Exactly-once is free at commits of a second or more.
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
    // The buffer is rebuilt from the spans topic; a standby could not follow it.
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
    // Small queues: what waits here is copied by the garbage collector again and again, and they
    // are counted in records, each of which may be as large as a record can be.
    properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 8);
    // What waits for whom is told by watermarks, not by which topic has something to be read.
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 32L << 20);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, LogAndSkipOnInvalidTimestamp.class);
    // A thread commits nothing while it restores, or works off one record: what it had sent before
    // must still be good afterwards, or all of it is done again. For so long whoever takes over
    // from the dead may have to wait. Without a prefix, so that the user's own wins.
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) LONGEST_RESTORE.toMillis());
    // Time stands still until a new partition of an input topic was heard. As above.
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    addConsumer(properties);
    addProducer(properties);
    properties.putAll(config.kafka());
    return properties;
  }

  private void addConsumer(Properties properties) {
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 20);
    // A member that comes back within the session takes its partitions up without a rebalance.
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        config.instance());
    // What is written by others of us comes with every commit, all at once.
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 64 << 10);
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 512 << 10);
  }

  private void addProducer(Properties properties) {
    // lz4 is cheapest in CPU and writes a quarter of the bytes.
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
    // Nobody may read it before the commit, which sends what is left at once.
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 300);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        maxMessageBytes(config));
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
        Math.max(64L << 20, 4L * maxMessageBytes(config)));
  }

  /** For how long Kafka takes an instance that was killed for alive. */
  Duration sessionTimeout() {
    Object millis = STANDARD_SESSION_MILLIS;
    Properties set = streams();
    for (String kind :
        List.of("", StreamsConfig.CONSUMER_PREFIX, StreamsConfig.MAIN_CONSUMER_PREFIX)) {
      millis = set.getOrDefault(kind + ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis);
    }
    return millis(millis);
  }

  /** For how long Kafka waits for an instance that was killed to end its transaction. */
  Duration transactionTimeout() {
    Properties set = streams();
    Object millis = LONGEST_RESTORE.toMillis();
    for (String kind : List.of("", StreamsConfig.PRODUCER_PREFIX)) {
      millis = set.getOrDefault(kind + ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis);
    }
    return millis(millis);
  }

  private static Duration millis(Object set) {
    return Duration.ofMillis(Long.parseLong(set.toString().strip()));
  }

  /** For asking and telling the brokers beside Kafka Streams. */
  Map<String, Object> admin() {
    return clients(ClientKind.ADMIN);
  }

  /**
   * For a client beside Kafka Streams, as the user set it up: what is set for all clients, and over
   * it what is set for clients of its kind.
   */
  private Map<String, Object> clients(ClientKind kind) {
    Map<String, Object> properties = new HashMap<>();
    Map<String, Object> ofKind = new HashMap<>();
    config
        .kafka()
        .forEach(
            (name, value) -> {
              Optional<ClientKind> only = ClientKind.of(name);
              if (only.isEmpty()) {
                properties.put(name, value);
              } else if (only.get() == kind) {
                ofKind.put(kind.withoutPrefix(name), value);
              }
            });
    properties.putAll(ofKind);
    return properties;
  }

  /** For writing in transactions beside Kafka Streams. */
  Map<String, Object> publisher(String transaction) {
    Map<String, Object> properties = clients(ClientKind.PRODUCER);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transaction);
    // Who dies with an open transaction holds up every reader until then.
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxMessageBytes(config));
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, transaction);
    return properties;
  }

  /** For writing each record by itself beside Kafka Streams. */
  Map<String, Object> deadLetters() {
    Map<String, Object> properties = clients(ClientKind.PRODUCER);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxMessageBytes(config));
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.name() + "-dead-letters");
    return properties;
  }

  /**
   * For carrying what is committed to somebody outside of Kafka, as a group of its own.
   *
   * @param member tells members of the group apart that are in one process
   */
  Map<String, Object> delivery(String group, String member) {
    Map<String, Object> properties = new HashMap<>(clients(ClientKind.CONSUMER));
    // Whoever begins late begins with what there is; a user may see that otherwise.
    properties.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Object reset = properties.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
    properties.putAll(replay());
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    // As with Kafka Streams: who comes back soon takes up his partitions without a rebalance.
    properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instance() + "-" + member);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // What waits here is in memory.
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, group + "-" + member);
    return properties;
  }

  /**
   * The same, for pushing: a fetch that waits until there is enough fills requests. What stands in
   * Kafka is packed, to a quarter or so.
   *
   * @param member as with {@link #delivery}
   */
  Map<String, Object> push(String member) {
    Map<String, Object> properties = delivery(new Names(config.name()).pushGroup(), member);
    PushConfig push = config.push();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, push.limits().batchPayloads());
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, push.limits().batchBytes() / 4);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) push.batchTime().toMillis());
    return properties;
  }

  /** For looking at all alerts, outside of any group. */
  Map<String, Object> firing() {
    Map<String, Object> properties = new HashMap<>(replay());
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.name() + "-firing-alerts");
    return properties;
  }

  /** For reading again what was committed, outside of any group. */
  Map<String, Object> replay() {
    Map<String, Object> properties = clients(ClientKind.CONSUMER);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.name() + "-replay");
    return properties;
  }
}
