package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.otlp.Signal;
import io.spanmill.receiver.Admitted;
import io.spanmill.receiver.Outcome;
import io.spanmill.receiver.Piece;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

final class RequestQueueTest {
  private static final RecordMetadata WRITTEN =
      new RecordMetadata(new TopicPartition("spans", 0), 7, 0, 0, 0, 0);

  private final RequestQueue queue = new RequestQueue(new Topics("spans", "metrics", "logs"));
  private final OtlpSourceTask task = new OtlpSourceTask();

  private static Admitted request(Signal signal, int... sizes) {
    List<Piece> pieces =
        Arrays.stream(sizes).mapToObj(size -> new Piece(null, new byte[size])).toList();
    return new Admitted(signal, pieces, 0, "");
  }

  private List<SourceRecord> take(long bytes) throws InterruptedException {
    return queue.take(Duration.ZERO, bytes);
  }

  @Test
  void aRequestIsDeliveredWhenAllOfItIs() throws InterruptedException {
    CompletableFuture<Outcome> outcome = queue.offer(request(Signal.METRICS, 10, 20));

    List<SourceRecord> records = take(100);

    assertThat(records).extracting(SourceRecord::topic).containsExactly("metrics", "metrics");
    task.commitRecord(records.get(1), WRITTEN);
    assertThat(outcome).isNotDone();
    task.commitRecord(records.get(0), WRITTEN);
    assertThat(outcome).isCompletedWithValue(Outcome.DELIVERED);
  }

  @Test
  void aPieceGoesWhereItHasTo() throws InterruptedException {
    List<Piece> pieces = List.of(new Piece(5, null, new byte[1]), new Piece(null, new byte[1]));
    queue.offer(new Admitted(Signal.TRACES, pieces, 0, ""));

    assertThat(take(100)).extracting(SourceRecord::kafkaPartition).containsExactly(5, null);
  }

  @Test
  void aRequestOfWhichSomethingIsFilteredIsNoSuccess() throws InterruptedException {
    CompletableFuture<Outcome> outcome = queue.offer(request(Signal.TRACES, 10, 20));

    List<SourceRecord> records = take(100);
    task.commitRecord(records.get(0), null);
    assertThat(outcome).isNotDone();
    task.commitRecord(records.get(1), WRITTEN);

    assertThat(outcome).isCompletedWithValue(Outcome.LEFT_OUT);
  }

  @Test
  void whoseSenderIsGoneIsNotTaken() throws InterruptedException {
    queue.offer(request(Signal.TRACES, 10)).complete(Outcome.UNAVAILABLE);

    assertThat(take(100)).isEmpty();
  }

  @Test
  void aPollHasAnEnd() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      queue.offer(request(Signal.TRACES, 10));
    }

    assertThat(take(15)).hasSize(2);
    assertThat(take(15)).hasSize(1);
    assertThat(take(15)).isEmpty();
  }

  @Test
  void whatIsNotTakenAtTheEndShallComeAgain() throws InterruptedException {
    CompletableFuture<Outcome> taken = queue.offer(request(Signal.TRACES, 10));
    List<SourceRecord> records = take(100);
    CompletableFuture<Outcome> waiting = queue.offer(request(Signal.TRACES, 10));

    queue.close();
    CompletableFuture<Outcome> late = queue.offer(request(Signal.TRACES, 10));

    assertThat(waiting).isCompletedWithValue(Outcome.UNAVAILABLE);
    assertThat(late).isCompletedWithValue(Outcome.UNAVAILABLE);
    task.commitRecord(records.get(0), WRITTEN);
    assertThat(taken).isCompletedWithValue(Outcome.DELIVERED);
  }
}
