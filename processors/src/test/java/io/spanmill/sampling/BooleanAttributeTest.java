package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static io.spanmill.sampling.Asked.k;
import static io.spanmill.sampling.Asked.onResource;
import static io.spanmill.sampling.Asked.onSpan;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BooleanAttributeTest {
  private static Asked asking(boolean value, boolean invert) {
    return new Asked(new PolicySpec.BooleanAttribute("p", "k", value, invert));
  }

  @Test
  void matchesItsValue() {
    assertThat(asking(false, false).matches(onSpan(k(false)))).isTrue();
    assertThat(asking(false, false).matches(onSpan(k(true)))).isFalse();
    assertThat(asking(true, false).matches(onResource(k(true)))).isTrue();
  }

  @Test
  void whatIsNotThereIsNotFalse() {
    assertThat(asking(false, false).matches(SPAN)).isFalse();
    assertThat(asking(false, false).matches(onSpan(k("false")))).isFalse();
  }

  @Test
  void invertedMatchesWhatItDoesNotMatchOtherwise() {
    assertThat(asking(true, true).matches(onSpan(k(true)))).isFalse();
    assertThat(asking(true, true).matches(onSpan(k(false)))).isTrue();
    assertThat(asking(true, true).matches(SPAN)).isTrue();
  }
}
