package io.spanmill.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Threshold;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final long ONE = 1L << 24;

  private final Weights weights = new Weights(service -> service.equals("legacy") ? 0.01 : 1);

  @Test
  void aThresholdSaysHowManySpansOneStandsFor() {
    assertThat(weights.of("a", Threshold.parse("c"))).isEqualTo(4 * ONE);
    assertThat(weights.of("a", 0)).isEqualTo(ONE);
  }

  @Test
  void withoutOneASpanStandsForItself() {
    assertThat(weights.of("a", Threshold.ABSENT)).isEqualTo(ONE);
    assertThat(weights.of("a", Threshold.UNKNOWN)).isEqualTo(ONE);
  }

  @Test
  void aSamplerThatWritesNoThresholdIsKnownByItsService() {
    assertThat(weights.of("legacy", Threshold.ABSENT)).isEqualTo(100 * ONE);
    assertThat(weights.of("legacy", Threshold.parse("8"))).isEqualTo(2 * ONE);
  }
}
