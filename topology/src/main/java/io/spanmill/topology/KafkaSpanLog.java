package io.spanmill.topology;

import io.spanmill.assembly.SpanLog;
import org.apache.kafka.common.TopicPartition;

/** The spans topic, read again by a consumer of its own. */
record KafkaSpanLog(String topic, LogReplay again) implements SpanLog {
  @Override
  public void replay(int partition, long from, long to, Reader reader) {
    if (from < to) {
      again.read(
          new TopicPartition(topic, partition),
          from,
          to,
          0,
          record -> reader.read(record.offset(), record.key(), record.value()));
    }
  }
}
