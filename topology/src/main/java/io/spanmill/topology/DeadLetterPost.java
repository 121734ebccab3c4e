package io.spanmill.topology;

import io.spanmill.model.DeadLetter;
import io.spanmill.sinks.OutputTopic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes dead letters outside of Kafka Streams, at least once each. */
final class DeadLetterPost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPost.class);

  private final String topic;
  private final Producer<byte[], DeadLetter> producer;

  DeadLetterPost(OutputTopic<byte[], DeadLetter> letters, Map<String, Object> properties) {
    topic = letters.name();
    producer = new KafkaProducer<>(properties, letters.keys(), letters.values());
  }

  /**
   * Waits until it is written.
   *
   * @return false if that is not known
   */
  boolean send(ConsumerRecord<byte[], byte[]> refused, String reason) {
    DeadLetter letter =
        new DeadLetter(
            reason,
            refused.key(),
            refused.value(),
            refused.topic(),
            refused.partition(),
            refused.offset(),
            refused.timestamp());
    try {
      producer.send(new ProducerRecord<>(topic, letter.key(), letter)).get();
      return true;
    } catch (ExecutionException failure) {
      LOG.warn("a dead letter is not written, and will be later: {}", failure.getMessage());
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
