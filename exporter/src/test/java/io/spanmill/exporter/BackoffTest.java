package io.spanmill.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Test
  void doublesUpToABoundAndBeginsAnewAfterASuccess() {
    Backoff backoff = new Backoff(FIRST, LONGEST, () -> 0.999_999_999);
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      seconds.add(backoff.next(null).toSeconds());
    }
    backoff.reset();

    assertThat(seconds.subList(0, 7)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    assertThat(seconds.subList(7, 100)).containsOnly(30L);
    assertThat(backoff.next(null)).isEqualTo(FIRST);
  }

  @Test
  void chanceTakesUpToHalfOfItAway() {
    assertThat(new Backoff(FIRST, LONGEST, () -> 0).next(null)).isEqualTo(Duration.ofMillis(500));
    assertThat(new Backoff(FIRST, LONGEST, () -> 0.5).next(null)).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void comesNotBeforeItIsAskedTo() {
    Backoff early = new Backoff(FIRST, LONGEST, () -> 0);
    Backoff late = new Backoff(FIRST, LONGEST, () -> 0.5);

    assertThat(early.next(Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
    assertThat(late.next(Duration.ofMinutes(2))).isEqualTo(Duration.ofMillis(120_500));
    assertThat(early.next(Duration.ZERO)).isEqualTo(Duration.ZERO);
    assertThat(early.next(Duration.ofDays(365))).isEqualTo(Backoff.LONGEST);
  }
}
