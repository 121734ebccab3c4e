package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.proto;
import static io.spanmill.sampling.Asked.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.resource.v1.Resource;
import org.junit.jupiter.api.Test;

class TraceFlagsTest {
  private final Asked policy = new Asked(new PolicySpec.TraceFlags("p"));

  private boolean matches(int flags) {
    return policy.matches(trace(Resource.newBuilder(), proto(), proto().setFlags(flags)));
  }

  @Test
  void matchesIfAnySpanIsFlaggedAsSampled() {
    assertThat(matches(1)).isTrue();
    assertThat(matches(0x303)).isTrue();
    assertThat(matches(0)).isFalse();
    assertThat(matches(0x302)).isFalse();
  }

  @Test
  void dependsOnRandomness() {
    assertThat(new PolicySpec.TraceFlags("p").dependsOnRandomness()).isTrue();
  }
}
