package io.spanmill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured does what it should: no time is taken here. */
class PartsTest {
  @Test
  void everyByteOfTheRequestsIsWalkedAndSplit() throws Exception {
    WireParts parts = new WireParts();
    parts.check();
    assertThat(parts.walk()).isNotZero();
    assertThat(parts.split())
        .isGreaterThan(WireParts.SPANS * 250L)
        .isLessThan(WireParts.SPANS * 500L);
  }

  @ParameterizedTest
  @EnumSource(TraceParts.What.class)
  void everySpanIsInATraceThatCloses(TraceParts.What what) throws Exception {
    TraceParts parts = new TraceParts();
    parts.what = what;
    parts.splitRequests();
    parts.begin();
    assertThat(parts.traces()).isEqualTo(TraceParts.SPANS);
  }
}
