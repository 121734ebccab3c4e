package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.TestSpan;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceStateEntryTest {
  private final PolicySpec spec = new PolicySpec.TraceStateEntry("p", "v", Set.of("1", "2"));
  private final Asked policy = new Asked(spec);

  private static TestSpan with(String state) {
    return SPAN.with(state, Map.of());
  }

  @Test
  void matchesIfTheKeyHasOneOfTheValues() {
    assertThat(policy.matches(with("v=1"))).isTrue();
    assertThat(policy.matches(with("a=b, v=2 ,ot=th:8"))).isTrue();
    assertThat(policy.matches(with("v=3"))).isFalse();
    assertThat(policy.matches(with("vv=1,w=1"))).isFalse();
  }

  @Test
  void matchesOnAnySpan() {
    assertThat(policy.matches(SPAN, with("v=1"))).isTrue();
    assertThat(policy.matches(with("v=1"), SPAN)).isTrue();
    assertThat(policy.matches(SPAN, SPAN)).isFalse();
  }

  @Test
  void nothingOfAMalformedTextIsBelieved() {
    assertThat(policy.matches(with("v=1,=,"))).isFalse();
    assertThat(policy.matches(with("v=1,v=1"))).isFalse();
  }

  @Test
  void onlyOpenTelemetrysOwnEntryDependsOnRandomness() {
    assertThat(spec.dependsOnRandomness()).isFalse();
    assertThat(new PolicySpec.TraceStateEntry("p", "ot", Set.of("th:8")).dependsOnRandomness())
        .isTrue();
  }
}
