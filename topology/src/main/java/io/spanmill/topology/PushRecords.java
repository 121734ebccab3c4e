package io.spanmill.topology;

import io.spanmill.exporter.Payload;
import io.spanmill.exporter.Progress;
import io.spanmill.exporter.Pusher;
import io.spanmill.otlp.Signal;
import io.spanmill.topology.delivery.Handover;
import io.spanmill.topology.delivery.Recipient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hands records to a back-end. What that will never take becomes a dead letter; where it takes
 * nothing from us at all, everything waits.
 */
final class PushRecords implements Recipient {
  private static final Duration LETTER_DELAY = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  private final Pusher pusher;
  private final Signal signal;
  private final int most;
  private final DeadLetterPost letters;

  /**
   * @param signal what the records hold
   * @param most that may go together
   */
  PushRecords(Pusher pusher, Signal signal, int most, DeadLetterPost letters) {
    this.pusher = pusher;
    this.signal = signal;
    this.most = most;
    this.letters = letters;
  }

  @Override
  public Handover take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    List<Payload> payloads = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        waiting.subList(0, Math.min(most, waiting.size()))) {
      payloads.add(payload(record));
    }
    Progress progress = pusher.push(payloads);
    return switch (progress.kind()) {
      case TAKEN -> Handover.taken(progress.payloads());
      case WAIT, DENIED -> Handover.later(progress.delay());
      case REFUSED ->
          letters.send(waiting.get(0), "push_refused: " + progress.reason())
              ? Handover.taken(1)
              : Handover.later(LETTER_DELAY);
    };
  }

  private Payload payload(ConsumerRecord<byte[], byte[]> record) {
    return new Payload(signal, record.value() == null ? NOTHING : record.value());
  }

  @Override
  public void close() {
    pusher.close();
    letters.close();
  }
}
