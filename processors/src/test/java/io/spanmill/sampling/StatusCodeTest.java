package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.StatusCode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusCodeTest {
  private final Asked policy =
      new Asked(new PolicySpec.StatusCodes("p", Set.of(StatusCode.ERROR, StatusCode.OK)));

  @Test
  void matchesIfAnySpanHasOneOfThem() {
    assertThat(policy.matches(SPAN)).isFalse();
    assertThat(policy.matches(SPAN, SPAN.with(StatusCode.ERROR))).isTrue();
    assertThat(policy.matches(SPAN.with(StatusCode.OK), SPAN)).isTrue();
  }

  @Test
  void forgetsTheTraceBefore() {
    assertThat(policy.matches(SPAN.with(StatusCode.OK))).isTrue();
    assertThat(policy.matches(SPAN)).isFalse();
  }

  @Test
  void unsetCanBeAskedFor() {
    Asked unset = new Asked(new PolicySpec.StatusCodes("p", Set.of(StatusCode.UNSET)));
    assertThat(unset.matches(SPAN)).isTrue();
    assertThat(unset.matches(SPAN.with(StatusCode.ERROR))).isFalse();
  }
}
