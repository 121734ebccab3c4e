package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.TestSpan;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static boolean matches(long lower, long upper, long nanos) {
    TestSpan early = SPAN.at(1_000, 1_500);
    TestSpan late = SPAN.at(1_200, 1_000 + nanos);
    return new Asked(new PolicySpec.Latency("p", lower, upper)).matches(early, late);
  }

  @Test
  void isFromTheEarliestStartToTheLatestEnd() {
    Asked policy = new Asked(new PolicySpec.Latency("p", 5, 0));
    assertThat(policy.matches(SPAN.at(0, 3_000_000), SPAN.at(2_000_000, 5_000_001))).isTrue();
    assertThat(policy.matches(SPAN.at(2_000_000, 5_000_001), SPAN.at(0, 3_000_000))).isTrue();
    assertThat(policy.matches(SPAN.at(2_000_000, 5_000_001))).isFalse();
  }

  @Test
  void lowerBoundIsExclusive() {
    assertThat(matches(5, 0, 5_000_000)).isFalse();
    assertThat(matches(5, 0, 5_000_001)).isTrue();
  }

  @Test
  void upperBoundIsInclusive() {
    assertThat(matches(5, 9, 9_000_000)).isTrue();
    assertThat(matches(5, 9, 9_000_001)).isFalse();
  }

  @Test
  void timesThatMakeNoSenseMakeNoLatency() {
    Asked policy = new Asked(new PolicySpec.Latency("p", 0, 0));
    assertThat(policy.matches(SPAN.at(-1, -1))).isFalse();
    assertThat(policy.matches(SPAN.at(500, 100))).isFalse();
    assertThat(policy.matches(SPAN.at(-1, 2_000_000))).isFalse();
  }

  @Test
  void noTraceTakesThousandsOfYears() {
    assertThat(matches(Long.MAX_VALUE / 1_000, 0, 5_000_000)).isFalse();
    assertThat(matches(5, Long.MAX_VALUE / 1_000, 5_000_001)).isTrue();
  }
}
