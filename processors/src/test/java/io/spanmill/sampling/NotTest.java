package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotTest {
  private static Asked not(PolicySpec policy) {
    return new Asked(new PolicySpec.Not("p", policy));
  }

  @Test
  void matchesWhereTheOtherDoesNot() {
    PolicySpec two = new PolicySpec.SpanCount("n", 2, 0);
    assertThat(not(two).matches(SPAN)).isTrue();
    assertThat(not(two).matches(SPAN, SPAN)).isFalse();
    assertThat(not(new PolicySpec.Not("q", two)).matches(SPAN, SPAN)).isTrue();
  }

  @Test
  void isFalseOfATraceOfWhichOneSpanMatches() {
    Asked noError = not(new PolicySpec.StatusCodes("e", Set.of(StatusCode.ERROR)));
    assertThat(noError.matches(SPAN, SPAN.with(StatusCode.ERROR))).isFalse();
  }

  @Test
  void ofAProbabilityIsTheRestOfIt() {
    assertThat(not(new PolicySpec.Probabilistic("t", 90)).threshold())
        .isEqualTo(Threshold.ofProbability(1 - 0.9, 4));
    assertThat(not(new PolicySpec.Probabilistic("t", 100)).threshold()).isEqualTo(Threshold.NEVER);
    assertThat(not(new PolicySpec.Probabilistic("t", 0)).threshold()).isEqualTo(Threshold.ALWAYS);
  }

  @Test
  void isNotOfWhatMixesYesAndProbability() {
    PolicySpec mixed =
        new PolicySpec.And(
            "a", List.of(new PolicySpec.SpanCount("n", 2, 0), ExactThresholds.policy("c")));
    assertThatThrownBy(() -> not(mixed))
        .hasMessage("not_sub_policy: must say yes or no, or be a probabilistic policy alone");
    assertThatThrownBy(() -> not(ExactThresholds.policy("c")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
