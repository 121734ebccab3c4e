package io.spanmill.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjDoubleConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long it takes after a fault until all that was produced by its end has been dealt
 * with for certain: until the group has committed the offsets at which the input and the spans
 * topic ended then. Thread-safe.
 */
final class RecoveryWatch implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 200;
  private static final long PATIENCE_SECONDS = 15;
  private static final Set<String> TOPICS = Set.of(Application.INPUT, Application.NAME + "-spans");

  /** A fault that is over, and what has to be done until it has been recovered from. */
  private static final class Pending {
    private final StruckFault fault;
    private final long overNanos;
    private @Nullable Map<TopicPartition, Long> ends;

    private Pending(StruckFault fault, long overNanos) {
      this.fault = fault;
      this.overNanos = overNanos;
    }
  }

  private final Admin admin;
  private final ObjDoubleConsumer<StruckFault> recovered;
  private final List<Pending> pending = new ArrayList<>();
  private final Thread thread = new Thread(this::watch, "recovery");

  /**
   * @param recovered hears of a fault, and of how many seconds it took
   */
  RecoveryWatch(Admin admin, ObjDoubleConsumer<StruckFault> recovered) {
    this.admin = admin;
    this.recovered = recovered;
    thread.setDaemon(true);
    thread.start();
  }

  /** The fault is over now. */
  synchronized void over(StruckFault fault) {
    pending.add(new Pending(fault, System.nanoTime()));
  }

  /** Whether every fault that is over has been recovered from. */
  synchronized boolean isDone() {
    return pending.isEmpty();
  }

  private synchronized List<Pending> copy() {
    return List.copyOf(pending);
  }

  private synchronized void remove(Pending done) {
    pending.remove(done);
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(LOOK_EVERY_MILLIS);
        look(copy());
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException away) {
        // No broker answers: nothing is recovered from, and we look again.
      }
    }
  }

  private void look(List<Pending> faults)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (faults.isEmpty()) {
      return;
    }
    for (Pending fault : faults) {
      if (fault.ends == null) {
        fault.ends = ends();
      }
    }
    Map<TopicPartition, OffsetAndMetadata> committed =
        get(
            admin
                .listConsumerGroupOffsets(Application.NAME)
                .partitionsToOffsetAndMetadata(Application.NAME));
    for (Pending fault : faults) {
      if (fault.ends != null && reached(fault.ends, committed)) {
        remove(fault);
        recovered.accept(fault.fault, (System.nanoTime() - fault.overNanos) / 1e9);
      }
    }
  }

  private static boolean reached(
      Map<TopicPartition, Long> ends, Map<TopicPartition, OffsetAndMetadata> committed) {
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata done = committed.get(end.getKey());
      if (end.getValue() > 0 && (done == null || done.offset() < end.getValue())) {
        return false;
      }
    }
    return true;
  }

  private Map<TopicPartition, Long> ends()
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicDescription topic : get(admin.describeTopics(TOPICS).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(
              info ->
                  asked.put(
                      new TopicPartition(topic.name(), info.partition()), OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    get(admin.listOffsets(asked).all()).forEach((at, info) -> ends.put(at, info.offset()));
    return ends;
  }

  private static <T> T get(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
