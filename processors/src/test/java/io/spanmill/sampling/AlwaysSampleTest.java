package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlwaysSampleTest {
  @Test
  void matchesEveryTrace() {
    assertThat(new Asked(new PolicySpec.AlwaysSample("p")).matches(SPAN)).isTrue();
    assertThat(new Asked(new PolicySpec.AlwaysSample("p")).matches(SPAN, SPAN)).isTrue();
  }
}
