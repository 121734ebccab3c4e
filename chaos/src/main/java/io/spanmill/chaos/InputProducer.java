package io.spanmill.chaos;

import io.spanmill.split.EndOfInput;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the input when it is due, each record once and none left out, however long a broker is
 * away; and shows it to the oracle.
 */
final class InputProducer implements AutoCloseable {
  private static final int LARGEST_REQUEST = 16 << 20;
  private static final int NONE = -1;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Traffic traffic;
  private final Oracle oracle;
  private final long startNanos;
  private final Thread thread = new Thread(this::sendAll, "producer");
  private final AtomicLong requests = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile int partitions;
  private volatile int silent = NONE;

  /**
   * @param clients properties for any client
   * @param oracle not to be asked before this has ended
   * @param partitions how many the input topic has
   */
  InputProducer(Properties clients, Traffic traffic, Oracle oracle, int partitions) {
    Properties properties = new Properties();
    properties.putAll(clients);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.traffic = traffic;
    this.oracle = oracle;
    this.partitions = partitions;
    this.startNanos = System.nanoTime();
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Requests from now on go to so many partitions. */
  void spreadOver(int more) {
    partitions = more;
  }

  /** No request from now on goes to this partition. */
  void leaveOut(int partition) {
    silent = partition;
  }

  private void sendAll() {
    try {
      for (List<PlannedRequest> due = traffic.next(); due != null; due = traffic.next()) {
        for (PlannedRequest request : due) {
          sleepUntil(request.dueMillis());
          oracle.take(request);
          send(request);
        }
      }
      producer.flush();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) {
      failure.compareAndSet(null, broken);
    }
  }

  private void sleepUntil(long dueMillis) throws InterruptedException {
    long early = dueMillis - (System.nanoTime() - startNanos) / 1_000_000;
    if (early > 0) {
      Thread.sleep(early);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
  private void send(PlannedRequest request) {
    int drawn = request.draw() % partitions;
    int partition = drawn == silent ? (drawn + 1) % partitions : drawn;
    producer.send(
        new ProducerRecord<>(
            Application.INPUT, partition, request.arrivalMillis(), request.key(), request.value()),
        (sent, refused) -> {
          if (refused != null) {
            failure.compareAndSet(null, refused);
          }
        });
    requests.incrementAndGet();
  }

  /** So far. */
  long requests() {
    return requests.get();
  }

  /**
   * Waits until all is sent.
   *
   * @throws IllegalStateException if that failed, or takes longer
   */
  void awaitEnd(Duration patience) throws InterruptedException {
    thread.join(patience.toMillis());
    Exception broken = failure.get();
    if (broken != null) {
      throw new IllegalStateException("the input could not be written", broken);
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("the input is not written after " + patience);
    }
  }

  /** Says in every partition that nothing more comes. */
  @SuppressWarnings("FutureReturnValueIgnored") // all are there when flush returns
  void markEnd(long nowMillis) {
    for (int partition = 0; partition < partitions; partition++) {
      producer.send(
          new ProducerRecord<>(
              Application.INPUT, partition, nowMillis, null, null, EndOfInput.headers()));
    }
    producer.flush();
  }

  @Override
  public void close() {
    thread.interrupt();
    producer.close(Duration.ZERO);
  }
}
