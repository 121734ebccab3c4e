package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class BacklogTest {
  private static final TopicPartition SOURCE = new TopicPartition("otlp_spans", 0);

  private long nowMillis = 1_000_000;
  private final Backlog backlog = new Backlog(() -> nowMillis);

  private void seen(long waiting) {
    backlog.seen(Map.of(SOURCE, waiting));
  }

  @Test
  void nothingIsKnownBeforeTheFirstLook() {
    assertThat(backlog.isKnown(SOURCE)).isFalse();
    assertThat(backlog.records(SOURCE)).isZero();
    assertThat(backlog.seconds(SOURCE)).isZero();
  }

  @Test
  void whatWaitsIsAsOldAsTheLastThatWasProcessed() {
    backlog.processed(SOURCE, nowMillis - 90_000);
    seen(17);

    assertThat(backlog.records(SOURCE)).isEqualTo(17);
    assertThat(backlog.seconds(SOURCE)).isEqualTo(90);
  }

  @Test
  void nothingThatWaitsIsNoLagHoweverLongTheSourceWasSilent() {
    backlog.processed(SOURCE, nowMillis - 3_600_000);
    seen(0);

    assertThat(backlog.seconds(SOURCE)).isZero();
  }

  @Test
  void theFirstRecordAfterASilenceHasNotWaitedSinceTheOneBeforeIt() {
    backlog.processed(SOURCE, nowMillis - 3_600_000);
    seen(0);
    nowMillis += 500;
    seen(1);
    nowMillis += 500;

    assertThat(backlog.seconds(SOURCE)).isEqualTo(1);
  }

  @Test
  void aBacklogOfWhichNothingWasProcessedIsOfUnknownAge() {
    seen(1);

    assertThat(backlog.seconds(SOURCE)).isNaN();
  }

  @Test
  void timesInTheFutureAreNoNegativeLag() {
    backlog.processed(SOURCE, nowMillis + 5_000);
    seen(1);

    assertThat(backlog.seconds(SOURCE)).isZero();
  }

  @Test
  void aPartitionThatIsGoneIsForgotten() {
    seen(3);
    backlog.seen(Map.of());

    assertThat(backlog.isKnown(SOURCE)).isFalse();
  }
}
