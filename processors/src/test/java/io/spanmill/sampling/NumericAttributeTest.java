package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static io.spanmill.sampling.Asked.k;
import static io.spanmill.sampling.Asked.onResource;
import static io.spanmill.sampling.Asked.onSpan;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import org.junit.jupiter.api.Test;

class NumericAttributeTest {
  private final Asked policy = new Asked(new PolicySpec.NumericAttribute("p", "k", 3, 5, false));

  @Test
  void includesItsBounds() {
    assertThat(policy.matches(onSpan(k(2)))).isFalse();
    assertThat(policy.matches(onSpan(k(3)))).isTrue();
    assertThat(policy.matches(onSpan(k(5)))).isTrue();
    assertThat(policy.matches(onSpan(k(6)))).isFalse();
  }

  @Test
  void boundsMayBeOpen() {
    Asked atMost = new Asked(new PolicySpec.NumericAttribute("p", "k", Long.MIN_VALUE, 5, false));
    assertThat(atMost.matches(onSpan(k(Long.MIN_VALUE)))).isTrue();
    Asked atLeast = new Asked(new PolicySpec.NumericAttribute("p", "k", 5, Long.MAX_VALUE, false));
    assertThat(atLeast.matches(onSpan(k(Long.MAX_VALUE)))).isTrue();
  }

  @Test
  void onlyIntegersAreNumbers() {
    assertThat(policy.matches(onSpan(k("4")))).isFalse();
    assertThat(policy.matches(onSpan(k(AnyValue.newBuilder().setDoubleValue(4))))).isFalse();
  }

  @Test
  void matchesOnTheResourceToo() {
    assertThat(policy.matches(onResource(k(4)))).isTrue();
  }

  @Test
  void invertedMatchesWhatItDoesNotMatchOtherwise() {
    Asked inverted = new Asked(new PolicySpec.NumericAttribute("p", "k", 3, 5, true));
    assertThat(inverted.matches(onSpan(k(6)))).isTrue();
    assertThat(inverted.matches(onSpan(k(5)))).isFalse();
    assertThat(inverted.matches(SPAN)).isTrue();
  }
}
