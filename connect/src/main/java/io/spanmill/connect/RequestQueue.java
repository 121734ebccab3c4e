package io.spanmill.connect;

import io.spanmill.receiver.Admitted;
import io.spanmill.receiver.Destination;
import io.spanmill.receiver.Outcome;
import io.spanmill.receiver.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Requests between their senders and Connect. How much waits here is bounded by the receiver, which
 * holds the bytes of every request until its outcome is known.
 */
final class RequestQueue implements Destination {
  private final Topics topics;
  private final BlockingQueue<OpenRequest> waiting = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  RequestQueue(Topics topics) {
    this.topics = topics;
  }

  @Override
  public CompletableFuture<Outcome> offer(Admitted request) {
    OpenRequest open = new OpenRequest(request);
    waiting.add(open);
    if (closed) {
      abandonAll();
    }
    return open.outcome();
  }

  /**
   * The records of what has come, empty if nothing has. Of requests whose senders were told to try
   * again there are none.
   *
   * @param patience how long to wait for the first
   * @param bytes after how many to stop
   */
  List<SourceRecord> take(Duration patience, long bytes) throws InterruptedException {
    List<SourceRecord> records = new ArrayList<>();
    OpenRequest open = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    long taken = 0;
    while (open != null) {
      taken += add(open, records);
      open = taken < bytes ? waiting.poll() : null;
    }
    return records;
  }

  private long add(OpenRequest open, List<SourceRecord> records) {
    if (open.outcome().isDone()) {
      return 0;
    }
    String topic = topics.of(open.request().signal());
    long bytes = 0;
    for (Piece piece : open.request().pieces()) {
      records.add(new ReceivedRecord(topic, piece, open));
      bytes += piece.value().length;
    }
    return bytes;
  }

  /** Lets the senders of all that Connect has not yet taken try again, now and from now on. */
  void close() {
    closed = true;
    abandonAll();
  }

  private void abandonAll() {
    for (OpenRequest open = waiting.poll(); open != null; open = waiting.poll()) {
      open.outcome().complete(Outcome.UNAVAILABLE);
    }
  }
}
