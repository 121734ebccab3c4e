package io.spanmill.topology.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Kafka's own consumer without Kafka, and a recipient that does what each test wants. */
final class CourierTest {
  private static final TopicPartition ONE = new TopicPartition("traces", 0);
  private static final TopicPartition TWO = new TopicPartition("traces", 1);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(
            Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
          if (away) {
            throw new TimeoutException("away");
          }
          super.commitSync(offsets, timeout);
        }
      };
  private boolean away;
  private TopicPartition revoked;
  private final DeliveryStatus status = new DeliveryStatus();
  private final List<List<Long>> shown = new ArrayList<>();
  private Function<List<ConsumerRecord<byte[], byte[]>>, Handover> answers =
      waiting -> Handover.taken(waiting.size());
  private final Courier courier =
      new Courier(
          consumer,
          new Recipient() {
            @Override
            public Handover take(List<ConsumerRecord<byte[], byte[]>> waiting) {
              shown.add(waiting.stream().map(ConsumerRecord::offset).toList());
              return answers.apply(waiting);
            }

            @Override
            public void close() {}
          },
          status);

  private void begin(TopicPartition... partitions) {
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(ONE, 0L, TWO, 0L));
          consumer.updateEndOffsets(Map.of(ONE, 9L, TWO, 9L));
          consumer.rebalance(List.of(partitions));
        });
  }

  private void add(TopicPartition partition, long... offsets) {
    consumer.schedulePollTask(() -> addNow(partition, offsets));
  }

  private void addNow(TopicPartition partition, long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), offset, null, new byte[0]));
    }
  }

  private long committed(TopicPartition partition) {
    OffsetAndMetadata offset = consumer.committed(Set.of(partition)).get(partition);
    return offset == null ? -1 : offset.offset();
  }

  @Test
  void offsetsMoveWithWhatWasTakenAndNoFurther() {
    begin(ONE);
    add(ONE, 0, 1, 2);
    answers =
        waiting -> {
          if (waiting.size() == 1) {
            courier.stop();
            return Handover.later(Duration.ZERO);
          }
          return Handover.taken(1);
        };
    courier.carry(List.of("traces"));

    assertThat(shown).containsExactly(List.of(0L, 1L, 2L), List.of(1L, 2L), List.of(2L));
    assertThat(committed(ONE)).isEqualTo(2);
  }

  @Test
  void whileSomethingWaitsNothingIsRead() {
    begin(ONE);
    add(ONE, 0);
    List<Set<TopicPartition>> paused = new ArrayList<>();
    answers =
        waiting -> {
          paused.add(Set.copyOf(consumer.paused()));
          if (shown.size() == 1) {
            add(ONE, 1);
          }
          if (shown.size() == 4) {
            courier.stop();
          }
          return shown.size() == 3 || shown.size() == 4
              ? Handover.taken(waiting.size())
              : Handover.later(Duration.ofMillis(1));
        };
    courier.carry(List.of("traces"));

    assertThat(shown).containsExactly(List.of(0L), List.of(0L), List.of(0L), List.of(1L));
    assertThat(paused).containsExactly(Set.of(), Set.of(ONE), Set.of(ONE), Set.of());
    assertThat(committed(ONE)).isEqualTo(2);
  }

  @Test
  void whatIsRevokedIsCommittedAndForgotten() {
    begin(ONE, TWO);
    consumer.schedulePollTask(
        () -> {
          addNow(ONE, 0, 1);
          addNow(TWO, 0, 1);
        });
    List<TopicPartition> left = new ArrayList<>();
    answers =
        waiting -> {
          if (shown.size() == 1) {
            ConsumerRecord<byte[], byte[]> first = waiting.get(0);
            revoked = new TopicPartition(first.topic(), first.partition());
            consumer.schedulePollTask(() -> courier.onPartitionsRevoked(List.of(revoked)));
            return Handover.taken(1);
          }
          waiting.forEach(one -> left.add(new TopicPartition(one.topic(), one.partition())));
          courier.stop();
          return Handover.later(Duration.ZERO);
        };
    courier.carry(List.of("traces"));

    assertThat(committed(revoked)).isEqualTo(1);
    assertThat(left).hasSize(2).doesNotContain(revoked);
  }

  @Test
  void whatCannotBeCommittedNowIsCommittedLater() {
    begin(ONE);
    add(ONE, 0);
    answers =
        waiting -> {
          if (shown.size() == 1) {
            away = true;
            add(ONE, 1);
          } else {
            away = false;
            courier.stop();
          }
          return Handover.taken(waiting.size());
        };
    courier.carry(List.of("traces"));

    assertThat(committed(ONE)).isEqualTo(2);
  }

  @Test
  void tellsWhatWaitsAndForHowLong() {
    begin(ONE);
    add(ONE, 0, 1, 2);
    List<Long> lags = new ArrayList<>();
    answers =
        waiting -> {
          lags.add(status.lag().getOrDefault(ONE, 0L));
          if (waiting.size() == 1) {
            courier.stop();
          }
          return Handover.taken(1);
        };
    assertThat(status.standstill()).isZero();
    courier.carry(List.of("traces"));

    assertThat(lags).isSortedAccordingTo((a, b) -> Long.compare(b, a)).doesNotContain(0L);
    assertThat(status.standstill()).isZero();
  }
}
