package io.spanmill.node;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;

/**
 * A count of events in one task, as a metric of Kafka's. Counted by one thread, read by others:
 * counting costs about a nanosecond, which a sensor of Kafka's would not.
 */
public final class Counter implements MeasurableStat {
  private final AtomicLong count = new AtomicLong();

  Counter() {}

  public void increment() {
    add(1);
  }

  public void add(long more) {
    count.lazySet(count.getPlain() + more);
  }

  /** How many there were. */
  public long count() {
    return count.getPlain();
  }

  @Override
  public void record(MetricConfig config, double value, long timeMs) {
    add((long) value);
  }

  @Override
  public double measure(MetricConfig config, long now) {
    return (double) count.get();
  }
}
