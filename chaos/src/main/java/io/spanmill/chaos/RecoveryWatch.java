package io.spanmill.chaos;

import io.spanmill.embedded.GroupProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjDoubleConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long it takes after a fault until all that was produced by its end has been dealt
 * with for certain: until the group has committed the offsets at which the input and the spans
 * topic, if there is one, ended then. Thread-safe.
 */
final class RecoveryWatch implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 200;

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

  private final GroupProgress progress;
  private final Set<String> topics;
  private final ObjDoubleConsumer<StruckFault> recovered;
  private final List<Pending> pending = new ArrayList<>();
  private final Thread thread = new Thread(this::watch, "recovery");

  /**
   * @param recovered hears of a fault, and of how many seconds it took
   */
  RecoveryWatch(Admin admin, Application application, ObjDoubleConsumer<StruckFault> recovered) {
    topics = new TreeSet<>(List.of(Application.INPUT, application.assembled()));
    progress = new GroupProgress(admin, Application.NAME);
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
    for (Pending fault : faults) {
      if (fault.ends == null) {
        fault.ends = progress.ends(topics);
      }
    }
    for (Pending fault : faults) {
      if (fault.ends != null && progress.lag(fault.ends) == 0) {
        remove(fault);
        recovered.accept(fault.fault, (System.nanoTime() - fault.overNanos) / 1e9);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
