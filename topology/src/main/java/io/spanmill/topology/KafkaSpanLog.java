package io.spanmill.topology;

import io.spanmill.assembly.SpanLog;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The spans topic, read again by a consumer of its own. */
final class KafkaSpanLog implements SpanLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSpanLog.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final String topic;
  private final Map<String, Object> consumerProperties;
  private final Assemblies assemblies;

  /**
   * @param assemblies are told how far they have come
   */
  KafkaSpanLog(String topic, Map<String, Object> consumerProperties, Assemblies assemblies) {
    this.topic = topic;
    this.consumerProperties = consumerProperties;
    this.assemblies = assemblies;
  }

  @Override
  public void replay(int partition, long from, long to, Reader reader) {
    if (from >= to) {
      return;
    }
    TopicPartition source = new TopicPartition(topic, partition);
    long started = System.nanoTime();
    long records =
        new CommittedRecords(consumerProperties)
            .read(
                source,
                from,
                to,
                reader,
                reached ->
                    assemblies.replayed(
                        partition, new Assemblies.Replay(reached - from, to - from)));
    LOG.info(
        "restored {} records of {} in {} ms, offsets {} to {}",
        records,
        source,
        (System.nanoTime() - started) / NANOS_PER_MILLI,
        from,
        to);
  }
}
