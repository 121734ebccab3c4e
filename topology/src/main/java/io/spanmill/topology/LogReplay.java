package io.spanmill.topology;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a part of the log of an assembler again.
 *
 * @param assemblies are told how far each has come
 */
record LogReplay(CommittedRecords records, Assemblies assemblies) {
  private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * Shows the records with offsets in {@code [from, to)}, in their order.
   *
   * @param missing how many of these offsets are known to be gone
   */
  void read(
      TopicPartition source, long from, long to, long missing, CommittedRecords.Visitor visitor) {
    long started = System.nanoTime();
    long read =
        records.readWhole(
            source,
            from,
            to,
            visitor,
            reached ->
                assemblies.replayed(
                    source.partition(), new Assemblies.Replay(reached - from, to - from, missing)));
    LOG.info(
        "restored {} records of {} in {} ms, offsets {} to {}",
        read,
        source,
        (System.nanoTime() - started) / NANOS_PER_MILLI,
        from,
        to);
  }
}
