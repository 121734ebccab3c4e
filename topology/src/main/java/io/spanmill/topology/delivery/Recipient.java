package io.spanmill.topology.delivery;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whom records are handed over to. */
public interface Recipient extends AutoCloseable {
  /**
   * Makes one attempt to deal with as many of the first as it likes. Always called by the same
   * thread. While it lasts nothing else is done: it has to be shorter than {@code
   * max.poll.interval.ms} by far, and what has to be waited for is waited for outside.
   *
   * @param waiting in the order of each partition; not empty
   */
  Handover take(List<ConsumerRecord<byte[], byte[]>> waiting);

  /** Ends an attempt that is under way; may be called by another thread, and twice. */
  @Override
  void close();
}
