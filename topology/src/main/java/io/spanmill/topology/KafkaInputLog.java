package io.spanmill.topology;

import io.spanmill.assembly.SpanLog;
import io.spanmill.split.EndOfInput;
import io.spanmill.split.RequestIntake;
import io.spanmill.state.Stamp;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An input that is partitioned by trace, read again by a consumer of its own. It is not ours: what
 * its retention has removed is gone.
 */
final class KafkaInputLog implements SpanLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaInputLog.class);

  private final String topic;
  private final IntFunction<RequestIntake> intakes;
  private final LogReplay again;
  private final GroupOffsets offsets;
  private final ArrivalTimestamps arrivals;

  /**
   * @param intakes makes the intake of a partition
   * @param offsets of the group that reads it
   * @param arrivals says which timestamps are believed
   */
  KafkaInputLog(
      String topic,
      IntFunction<RequestIntake> intakes,
      LogReplay again,
      GroupOffsets offsets,
      ArrivalTimestamps arrivals) {
    this.topic = topic;
    this.intakes = intakes;
    this.again = again;
    this.offsets = offsets;
    this.arrivals = arrivals;
  }

  @Override
  public void replay(int partition, long from, long to, Reader reader) {
    if (from >= to) {
      return;
    }
    TopicPartition source = new TopicPartition(topic, partition);
    long missing = missing(source, from, to);
    RequestIntake intake = intakes.apply(partition);
    again.read(source, from, to, missing, record -> read(record, intake, reader));
  }

  /** Who has never stored how far he had come begins at 0, wherever the partition does. */
  private long missing(TopicPartition source, long from, long to) {
    long start = Objects.requireNonNull(offsets.starts(List.of(source)).get(source));
    if (from == 0 || start <= from) {
      return 0;
    }
    long missing = Math.min(start, to) - from;
    LOG.warn(
        "{} offsets of {}, from {} on, were needed again for traces that are not decided, and its"
            + " retention has removed them: these traces lack spans; keep the input for longer than"
            + " assembly.max_age and any standstill together",
        missing,
        source,
        from);
    return missing;
  }

  private void read(ConsumerRecord<byte[], byte[]> record, RequestIntake intake, Reader reader) {
    if (record.value() == null && EndOfInput.isMarked(record.headers())) {
      reader.read(record.offset(), intake.end().toBytes(), new byte[0]);
      return;
    }
    long arrival = arrivals.isBelieved(record.timestamp()) ? record.timestamp() : Stamp.NONE;
    byte[] traces = intake.tracesAgain(record.key(), record.value());
    reader.read(record.offset(), intake.data(arrival).toBytes(), traces);
  }

  @Override
  public long committed(int partition) {
    TopicPartition source = new TopicPartition(topic, partition);
    try {
      return GroupOffsets.position(
          offsets.certain().get(source), offsets.starts(List.of(source)).get(source));
    } catch (KafkaFailure failure) {
      LOG.warn("cannot find out how far {} was read: {}", source, failure.getMessage());
      return UNKNOWN;
    }
  }
}
