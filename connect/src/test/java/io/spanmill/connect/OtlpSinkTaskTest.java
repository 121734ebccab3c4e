package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.otlp.Signal;
import io.spanmill.receiver.MortalBackEnd;
import io.spanmill.receiver.Outcome;
import io.spanmill.receiver.Requests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task without a worker, against a back-end that may die. */
final class OtlpSinkTaskTest {
  private static final TopicPartition ZERO = new TopicPartition("spanmill-traces", 0);
  private static final TopicPartition ONE = new TopicPartition("spanmill-traces", 1);

  private final MortalBackEnd backEnd = new MortalBackEnd();
  private final Worker worker = new Worker();
  private final OtlpSinkTask task = new OtlpSinkTask(() -> worker.nanos);

  @BeforeEach
  void start() throws IOException {
    start(Map.of());
  }

  private void start(Map<String, String> more) throws IOException {
    backEnd.live();
    task.initialize(worker);
    Map<String, String> properties = new HashMap<>(more);
    properties.put("endpoint", backEnd.url());
    task.start(properties);
  }

  @AfterEach
  void stop() {
    task.stop();
    backEnd.close();
  }

  private static SinkRecord record(TopicPartition partition, long offset) {
    byte[] request = Requests.spans(partition.partition() + "-" + offset, 1);
    return new SinkRecord(
        partition.topic(), partition.partition(), null, null, null, request, offset);
  }

  private Map<TopicPartition, Long> committed() {
    Map<TopicPartition, OffsetAndMetadata> current =
        Map.of(ZERO, new OffsetAndMetadata(100), ONE, new OffsetAndMetadata(100));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    task.preCommit(current).forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  @Test
  void offsetsMoveWithWhatTheBackEndHas() {
    task.put(List.of(record(ZERO, 4), record(ONE, 7), record(ZERO, 5)));

    assertThat(backEnd.requests(Signal.TRACES)).hasSize(1);
    assertThat(backEnd.spans()).hasSize(3);
    assertThat(committed()).isEqualTo(Map.of(ZERO, 6L, ONE, 8L));
    assertThat(worker.paused).isEmpty();
  }

  @Test
  void whileItIsAwayNothingMovesAndNothingMoreIsAskedFor() throws IOException {
    backEnd.die();
    task.put(List.of(record(ZERO, 4)));

    assertThat(committed()).isEmpty();
    assertThat(worker.paused).containsExactlyInAnyOrder(ZERO, ONE);
    assertThat(worker.timeout).isBetween(500L, 1_000L);

    backEnd.live();
    task.put(List.of());
    assertThat(backEnd.spans()).as("before its time").isEmpty();
    assertThat(worker.timeout).isBetween(500L, 1_000L);
    worker.nanos += Duration.ofMillis(worker.timeout).toNanos();
    task.put(List.of());
    assertThat(backEnd.spans()).hasSize(1);
    assertThat(committed()).isEqualTo(Map.of(ZERO, 5L));
    assertThat(worker.paused).isEmpty();
  }

  @Test
  void whatIsRefusedIsReportedAndTheOthersGoOn() {
    backEnd.says(
        request ->
            MortalBackEnd.spans(request.pieces().get(0).value()).size() > 1
                ? Outcome.LEFT_OUT
                : Outcome.DELIVERED);
    byte[] refused = Requests.spans("two", 2);
    task.put(
        List.of(
            record(ZERO, 4),
            new SinkRecord(ZERO.topic(), 0, null, null, null, refused, 5),
            record(ZERO, 6)));
    while (!worker.paused.isEmpty()) {
      task.put(List.of());
    }

    assertThat(worker.reported).extracting(SinkRecord::kafkaOffset).containsExactly(5L);
    assertThat(backEnd.spans()).hasSize(2);
    assertThat(committed()).isEqualTo(Map.of(ZERO, 7L));
  }

  @Test
  void withoutAnyoneToReportToTheTaskFailsAndLosesNothing() {
    worker.tolerant = false;
    backEnd.says(request -> Outcome.LEFT_OUT);

    assertThatThrownBy(() -> task.put(List.of(record(ZERO, 4))))
        .isInstanceOf(ConnectException.class)
        .hasMessageStartingWith("spanmill-traces-0 at offset 4: " + backEnd.url() + " answers 500");
    assertThat(committed()).isEmpty();
  }

  @Test
  void whatWasTakenAwayIsForgotten() throws IOException {
    backEnd.die();
    task.put(List.of(record(ZERO, 4), record(ONE, 7)));
    task.close(List.of(ZERO));
    backEnd.live();
    worker.nanos += Duration.ofSeconds(1).toNanos();
    task.put(List.of());

    assertThat(backEnd.spans()).hasSize(1);
    assertThat(committed()).isEqualTo(Map.of(ONE, 8L));
  }

  @Test
  void whatIsNoneOfItsTopicsOrNoBytesIsNamed() {
    assertThatThrownBy(
            () -> task.put(List.of(new SinkRecord("other", 0, null, null, null, new byte[0], 0))))
        .hasMessage("other is in none of logs.topics, metrics.topics, traces.topics");
    task.close(List.of(new TopicPartition("other", 0)));
    assertThatThrownBy(
            () -> task.put(List.of(new SinkRecord(ZERO.topic(), 0, null, null, null, "text", 0))))
        .hasMessage("a value of spanmill-traces is no bytes, but String");
  }

  /** A worker's side, as far as it is asked. */
  private static final class Worker implements SinkTaskContext {
    private final Set<TopicPartition> paused = new HashSet<>();
    private final List<SinkRecord> reported = new ArrayList<>();
    private boolean tolerant = true;
    private long timeout;
    private long nanos;

    @Override
    public Set<TopicPartition> assignment() {
      return Set.of(ZERO, ONE);
    }

    @Override
    public void pause(TopicPartition... partitions) {
      paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
      paused.removeAll(List.of(partitions));
    }

    @Override
    public void timeout(long millis) {
      timeout = millis;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
      return tolerant ? this::report : null;
    }

    private Future<Void> report(SinkRecord record, Throwable why) {
      reported.add(record);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new NoSuchMethodError("a worker of Kafka 4.0");
    }

    @Override
    public Map<String, String> configs() {
      return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void requestCommit() {
      throw new UnsupportedOperationException();
    }
  }
}
