package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.Threshold;
import org.junit.jupiter.api.Test;

class ProbabilisticTest {
  private static long threshold(double percentage) {
    return new Asked(new PolicySpec.Probabilistic("p", percentage)).threshold();
  }

  @Test
  void isAThresholdOfFourDigits() {
    assertThat(threshold(10)).isEqualTo(Threshold.parse("e666"));
    assertThat(threshold(50)).isEqualTo(Threshold.parse("8"));
  }

  @Test
  void allAndNothingAreExact() {
    assertThat(threshold(100)).isEqualTo(Threshold.ALWAYS);
    assertThat(threshold(0)).isEqualTo(Threshold.NEVER);
  }

  @Test
  void digitsThatAreAllSetDoNotCount() {
    assertThat(threshold(0.1)).isEqualTo(Threshold.parse("ffbe77"));
  }

  @Test
  void hasNoOtherPercentages() {
    assertThatThrownBy(() -> new PolicySpec.Probabilistic("p", 100.1))
        .hasMessage("sampling_percentage: 100.1 is not between 0 and 100");
    assertThatThrownBy(() -> new PolicySpec.Probabilistic("p", Double.NaN))
        .hasMessage("sampling_percentage: NaN is not between 0 and 100");
  }
}
