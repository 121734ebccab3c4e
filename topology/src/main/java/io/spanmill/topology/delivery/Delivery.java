package io.spanmill.topology.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** A {@link Courier} in a thread of its own, from start to close. Thread-safe. */
public final class Delivery implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Recipient recipient;
  private final DeliveryStatus status = new DeliveryStatus();
  private final Courier courier;
  private final Thread thread;

  private Delivery(
      String name,
      Consumer<byte[], byte[]> consumer,
      Collection<String> topics,
      Recipient recipient,
      java.util.function.Consumer<Throwable> failed) {
    this.recipient = recipient;
    courier = new Courier(consumer, recipient, status);
    thread = new Thread(() -> carry(consumer, topics, failed), name);
    thread.setDaemon(true);
  }

  /**
   * Begins to read.
   *
   * @param name of the thread
   * @param consumerProperties of a member of a group that commits nothing by itself
   * @param failed hears what has ended it, if that was not {@link #close}
   */
  public static Delivery start(
      String name,
      Map<String, Object> consumerProperties,
      Collection<String> topics,
      Recipient recipient,
      java.util.function.Consumer<Throwable> failed) {
    Delivery delivery =
        new Delivery(
            name, new KafkaConsumer<>(consumerProperties), List.copyOf(topics), recipient, failed);
    delivery.thread.start();
    return delivery;
  }

  private void carry(
      Consumer<byte[], byte[]> consumer,
      Collection<String> topics,
      java.util.function.Consumer<Throwable> failed) {
    try {
      courier.carry(topics);
    } catch (RuntimeException | Error failure) {
      failed.accept(failure);
    } finally {
      consumer.close(CloseOptions.timeout(FAREWELL));
      recipient.close();
    }
  }

  /** Records that wait, by partition of those that this process reads. */
  public Map<TopicPartition, Long> lag() {
    return status.lag();
  }

  /** For how long something waits, and nothing was taken. */
  public Duration standstill() {
    return status.standstill();
  }

  /** Lets it end after what is under way. */
  public void stop() {
    courier.stop();
  }

  /**
   * As {@link #stop}, and waits until it has ended; an attempt that is under way after this time is
   * ended.
   *
   * @return false if it has not ended even so; what was not committed will be carried again
   */
  public boolean close(Duration patience) {
    stop();
    try {
      thread.join(Math.max(1, patience.toMillis()));
      if (thread.isAlive()) {
        recipient.close();
        thread.join(FAREWELL.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
