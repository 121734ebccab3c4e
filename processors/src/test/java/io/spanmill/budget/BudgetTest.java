package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BudgetTest {
  private static void assertRefused(
      double perSecond, double exponent, double floor, double unseen, String message) {
    assertThatThrownBy(() -> new Budget(Budget.Unit.SPANS, perSecond, exponent, floor, unseen))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertRefused(0, 0.5, 0, 0.1, "spans_per_second: 0.0 is not above 0");
    assertRefused(Double.NaN, 0.5, 0, 0.1, "spans_per_second: NaN is not above 0");
    assertRefused(1, 1.5, 0, 0.1, "exponent: 1.5 is not from 0 to 1");
    assertRefused(1, 0.5, 2, 0.1, "floor: 2.0 is not from 0 to the budget");
    assertRefused(1, 0.5, 0, 1, "unseen_share: 1.0 is not from 0 to less than 1");
  }

  @Test
  void epochsAreFiveSeconds() {
    assertThat(Epochs.at(14_999)).isEqualTo(2);
    assertThat(Epochs.at(15_000)).isEqualTo(3);
    assertThat(Epochs.at(-1)).isEqualTo(-1);
    assertThat(Epochs.startMillis(3)).isEqualTo(15_000);
    assertThat(Budget.of(Budget.Unit.TRACES, 20).perEpoch()).isEqualTo(100);
  }
}
