package io.spanmill.topology;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When an input record arrived: its Kafka timestamp. One that is negative or more than a day ahead
 * of this machine's clock is somebody's mistake, and that of the record before it is taken; for a
 * first record, the clock.
 */
final class ArrivalTimestamps implements TimestampExtractor {
  private static final long A_DAY = Duration.ofDays(1).toMillis();

  private final LongSupplier clockMillis;

  ArrivalTimestamps(LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    if (isBelieved(record.timestamp())) {
      return record.timestamp();
    }
    return partitionTime >= 0 ? partitionTime : clockMillis.getAsLong();
  }

  boolean isBelieved(long timestamp) {
    return timestamp >= 0 && timestamp <= clockMillis.getAsLong() + A_DAY;
  }
}
