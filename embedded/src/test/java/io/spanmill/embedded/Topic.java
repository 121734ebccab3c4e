package io.spanmill.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of one partition, written in transactions and read committed. */
final class Topic implements AutoCloseable {
  private static final String NAME = "lines";
  private static final int MAX_BYTES = 17 << 20;

  private final String bootstrapServers;
  private final KafkaProducer<String, String> producer;

  Topic(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "writer",
                "max.request.size",
                MAX_BYTES),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
  }

  void create() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(NAME, 1, (short) 1))).all().get();
    }
  }

  void commit(String... values) {
    send(values);
    producer.commitTransaction();
  }

  void abort(String... values) {
    send(values);
    producer.flush();
    producer.abortTransaction();
  }

  List<String> read(int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer()) {
      TopicPartition partition = new TopicPartition(NAME, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (values.size() < count) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private void send(String... values) {
    producer.beginTransaction();
    for (String value : values) {
      producer.send(new ProducerRecord<>(NAME, value));
    }
  }

  private KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
