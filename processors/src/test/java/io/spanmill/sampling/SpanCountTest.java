package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanCountTest {
  @Test
  void includesItsBounds() {
    Asked policy = new Asked(new PolicySpec.SpanCount("p", 2, 3));
    assertThat(policy.matches(SPAN)).isFalse();
    assertThat(policy.matches(SPAN, SPAN)).isTrue();
    assertThat(policy.matches(SPAN, SPAN, SPAN)).isTrue();
    assertThat(policy.matches(SPAN, SPAN, SPAN, SPAN)).isFalse();
  }

  @Test
  void anUpperBoundOfZeroIsNone() {
    assertThat(new Asked(new PolicySpec.SpanCount("p", 2, 0)).matches(SPAN, SPAN, SPAN)).isTrue();
  }
}
