package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.state.ControlRecord;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Puts something in force: in every partition that assemblers read, and in the archive, or nowhere.
 * Whoever opened one before is shut out.
 */
final class ControlPublisher implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final PipelineConfig config;
  private final Names names;
  private final Producer<byte[], byte[]> producer;

  /**
   * @throws KafkaFailure if Kafka forbids transactions of this name
   */
  ControlPublisher(PipelineConfig config) {
    this.config = config;
    names = new Names(config.name());
    producer =
        new KafkaProducer<>(new StreamsSettings(config).publisher(names.policiesTransaction()));
    try {
      producer.initTransactions();
    } catch (KafkaException refused) {
      close();
      throw new KafkaFailure(refused);
    }
  }

  /**
   * @param generation of the spans topic
   * @return where it stands there, by partition
   * @throws KafkaFailure if Kafka does not confirm it; then it is mostly nowhere, never in a part
   */
  List<RecordMetadata> publish(ControlRecord record, SpansGeneration generation) {
    try {
      producer.beginTransaction();
      List<RecordMetadata> written = await(send(record, generation));
      producer.commitTransaction();
      return written.subList(0, generation.partitions());
    } catch (KafkaException refused) {
      throw new KafkaFailure(refused);
    }
  }

  private List<Future<RecordMetadata>> send(ControlRecord record, SpansGeneration generation) {
    String assemblers = new Names(config.name(), generation.number()).assemblersTopic(config);
    byte[] value = record.toBytes();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int partition = 0; partition < generation.partitions(); partition++) {
      sent.add(
          producer.send(new ProducerRecord<>(assemblers, partition, ControlRecord.key(), value)));
    }
    byte[] name = record.name().getBytes(UTF_8);
    sent.add(producer.send(new ProducerRecord<>(names.controlTopic(), name, value)));
    return sent;
  }

  private static List<RecordMetadata> await(List<Future<RecordMetadata>> sent) {
    List<RecordMetadata> written = new ArrayList<>();
    try {
      for (Future<RecordMetadata> each : sent) {
        written.add(each.get());
      }
      return written;
    } catch (ExecutionException refused) {
      throw new KafkaFailure(refused.getCause() == null ? refused : refused.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KafkaFailure(interrupted);
    }
  }

  /** What was not committed is aborted. */
  @Override
  public void close() {
    producer.close(CLOSING);
  }
}
