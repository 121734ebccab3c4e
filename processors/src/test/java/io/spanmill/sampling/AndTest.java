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

class AndTest {
  private static final PolicySpec TWO = new PolicySpec.SpanCount("n", 2, 0);
  private static final PolicySpec ERROR = new PolicySpec.StatusCodes("e", Set.of(StatusCode.ERROR));

  private static PolicySpec and(PolicySpec... policies) {
    return new PolicySpec.And("p", List.of(policies));
  }

  @Test
  void matchesWhereAllDo() {
    Asked both = new Asked(and(TWO, ERROR));
    assertThat(both.matches(SPAN, SPAN)).isFalse();
    assertThat(both.matches(SPAN.with(StatusCode.ERROR))).isFalse();
    assertThat(both.matches(SPAN, SPAN.with(StatusCode.ERROR))).isTrue();
  }

  @Test
  void isAsStrictAsItsStrictest() {
    PolicySpec c = ExactThresholds.policy("c");
    PolicySpec tenth = new PolicySpec.Probabilistic("t", 10);
    PolicySpec all = new PolicySpec.AlwaysSample("a");
    assertThat(new Asked(and(all, tenth)).threshold()).isEqualTo(Threshold.parse("e666"));
    assertThat(new Asked(and(tenth, c, all)).threshold()).isEqualTo(Threshold.parse("e666"));
    assertThat(new Asked(and(c, all)).threshold()).isEqualTo(Threshold.parse("c"));
  }

  @Test
  void matchesNothingWhereOneDoesNotWhateverTheProbability() {
    PolicySpec never = new PolicySpec.Probabilistic("t", 0);
    assertThat(new Asked(and(TWO, ExactThresholds.policy("c"))).threshold())
        .isEqualTo(Policy.UNMATCHED);
    assertThat(new Asked(and(TWO, never)).threshold()).isEqualTo(Policy.UNMATCHED);
  }

  @Test
  void isCertainIfAllAre() {
    assertThat(and(TWO, ERROR).certain()).isTrue();
    assertThat(and(TWO, ExactThresholds.policy("c")).certain()).isFalse();
    assertThat(and(TWO, new PolicySpec.TraceFlags("f")).dependsOnRandomness()).isTrue();
  }

  @Test
  void isNotEmpty() {
    assertThatThrownBy(() -> and()).hasMessage("and_sub_policy: is empty");
  }
}
