package io.spanmill.embedded;

import io.spanmill.otlp.Signal;
import io.spanmill.receiver.Admitted;
import io.spanmill.receiver.Destination;
import io.spanmill.receiver.ListenAddress;
import io.spanmill.receiver.OtlpReceiver;
import io.spanmill.receiver.Outcome;
import io.spanmill.receiver.Piece;
import io.spanmill.receiver.ReceiverConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What applications send over OTLP: a receiver that answers when Kafka has it, as the source of
 * Kafka Connect does.
 */
final class ReceivedTraffic implements DemoTraffic {
  static final String METRICS = "otlp_metrics";
  static final String LOGS = "otlp_logs";

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> producer;
  private final OtlpReceiver receiver;
  private final String source;

  /**
   * @param traces the topic for spans; metrics and logs go to topics that have to be there, too
   * @throws IOException if it cannot listen there
   */
  ReceivedTraffic(ListenAddress address, KafkaAccess access, String traces) throws IOException {
    Properties properties = access.properties();
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      receiver = OtlpReceiver.start(ReceiverConfig.plain(address), new ToKafka(traces));
    } catch (IOException | RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
    source = "what comes by OTLP to " + new ListenAddress(address.host(), receiver.port());
  }

  /** Nothing to be done: it comes by itself. */
  @Override
  public void send(long nowMillis) {}

  @Override
  public String source() {
    return source;
  }

  @Override
  public void close() {
    receiver.close();
    producer.close(Duration.ZERO);
  }

  private final class ToKafka implements Destination {
    private final String traces;

    ToKafka(String traces) {
      this.traces = traces;
    }

    @Override
    public CompletableFuture<Outcome> offer(Admitted request) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      AtomicInteger open = new AtomicInteger(request.pieces().size());
      for (Piece piece : request.pieces()) {
        send(topic(request.signal()), piece, open, outcome);
      }
      return outcome;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    private void send(
        String topic, Piece piece, AtomicInteger open, CompletableFuture<Outcome> outcome) {
      try {
        producer.send(
            new ProducerRecord<>(topic, piece.key(), piece.value()),
            (metadata, refused) -> {
              if (refused != null) {
                outcome.complete(Outcome.UNAVAILABLE);
              } else if (open.decrementAndGet() == 0) {
                outcome.complete(Outcome.DELIVERED);
              }
            });
      } catch (KafkaException | IllegalStateException refused) {
        outcome.complete(Outcome.UNAVAILABLE);
      }
    }

    private String topic(Signal signal) {
      return switch (signal) {
        case TRACES -> traces;
        case METRICS -> METRICS;
        case LOGS -> LOGS;
      };
    }
  }
}
