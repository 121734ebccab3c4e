package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.assembly.PartitionDivision;
import io.spanmill.assembly.TraceSpread;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes the next generation of the spans topic and of the decision store into empty topics, and
 * puts it in force. In transactions under the name of those who change what is in force, so that
 * there is one of them at a time: not because nothing may be seen of it before its end, as nobody
 * looks before the generation is in force. Not thread-safe.
 */
final class GrowthWriter implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** A transaction is ended long before Kafka would. */
  private static final long COMMIT_NANOS = Duration.ofSeconds(2).toNanos();

  private static final int COMMIT_RECORDS = 10_000;

  private final Names names;
  private final SpansGeneration next;
  private final Producer<byte[], byte[]> producer;

  /** What each partition's next offset will be; the mark that ends a transaction takes one. */
  private final long[] ends;

  private final Set<Integer> appended = new HashSet<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private int uncommitted;
  private long begunNanos;
  private volatile @Nullable String wrong;

  /**
   * @throws KafkaFailure if Kafka forbids transactions of this name
   */
  GrowthWriter(PipelineConfig config, SpansGeneration next) {
    this.names = new Names(config.name(), next.number());
    this.next = next;
    this.ends = new long[next.partitions()];
    producer =
        new KafkaProducer<>(new StreamsSettings(config).publisher(names.policiesTransaction()));
    try {
      producer.initTransactions();
    } catch (KafkaException refused) {
      close();
      throw new KafkaFailure(refused);
    }
  }

  /** Takes the parts of an old partition. */
  PartitionDivision.Parts parts(int old, TraceSpread spread) {
    return new PartitionDivision.Parts() {
      @Override
      public long append(int part, byte @Nullable [] key, byte @Nullable [] value) {
        return appendTo(spread.partition(old, part), key, value);
      }

      @Override
      public long end(int part) {
        return ends[spread.partition(old, part)];
      }

      @Override
      public void store(int part, byte[] key, byte[] value) {
        int partition = spread.partition(old, part);
        send(new ProducerRecord<>(names.decisionChangelog(), partition, key, value), -1);
      }
    };
  }

  private long appendTo(int partition, byte @Nullable [] key, byte @Nullable [] value) {
    long offset = ends[partition]++;
    appended.add(partition);
    send(new ProducerRecord<>(names.spansTopic(), partition, key, value), offset);
    return offset;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what has failed fails the commit
  private void send(ProducerRecord<byte[], byte[]> record, long expected) {
    try {
      if (uncommitted++ == 0) {
        producer.beginTransaction();
        begunNanos = System.nanoTime();
      }
      producer.send(
          record,
          (written, refused) -> {
            if (refused == null && expected >= 0 && written.offset() != expected) {
              wrong = written + " should have been at offset " + expected;
            }
          });
    } catch (KafkaException refused) {
      throw new KafkaFailure(refused);
    }
  }

  /** Whether it is time for {@link #commit}. */
  boolean isCommitDue() {
    return uncommitted >= COMMIT_RECORDS
        || (uncommitted > 0 && System.nanoTime() - begunNanos > COMMIT_NANOS);
  }

  /**
   * @throws KafkaFailure if Kafka does not confirm it, or somebody else has written to the topic
   */
  void commit() {
    if (uncommitted == 0) {
      return;
    }
    try {
      producer.commitTransaction();
    } catch (KafkaException refused) {
      throw new KafkaFailure(refused);
    }
    String said = wrong;
    if (said != null) {
      throw new KafkaFailure("somebody else writes to the topic: " + said);
    }
    appended.forEach(partition -> ends[partition]++);
    appended.clear();
    uncommitted = 0;
  }

  /** The group will go on here in a partition of the new topic. */
  void position(int partition, long offset) {
    positions.put(new TopicPartition(names.spansTopic(), partition), offset);
  }

  /**
   * Puts the generation in force: from now on this is what instances start with.
   *
   * @throws KafkaFailure if Kafka does not confirm it; then it is mostly not in force
   */
  void putInForce(ConsumerGroupMetadata group) {
    commit();
    byte[] name = SpansGeneration.NAME.getBytes(UTF_8);
    send(new ProducerRecord<>(names.controlTopic(), name, next.toBytes()), -1);
    try {
      producer.sendOffsetsToTransaction(HeldGroup.offsets(positions), group);
    } catch (KafkaException refused) {
      throw new KafkaFailure(refused);
    }
    commit();
  }

  /** What was not committed is aborted. */
  @Override
  public void close() {
    producer.close(CLOSING);
  }
}
