package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is counted from kept spans of a real shop is right on average, and varies as it should,
 * though every service had thrown away a share of its own before.
 */
final class UnbiasedTest {
  private static final long SEED = 20_260_102;
  private static final int RUNS = 500;

  private static HeadSampledTraces shop;

  @BeforeAll
  static void read() throws IOException {
    shop = HeadSampledTraces.of(new ListedRequests(ShopCapture.load()), SEED);
  }

  @Test
  void judgingByLevelsCountsEveryOperationRight() {
    assertThat(EstimateRuns.of(shop, TailRule.Kind.BY_LEVELS, RUNS).contradictions()).isEmpty();
  }

  @Test
  void judgingByAllThatIsThereDoesNot() {
    assertThat(EstimateRuns.of(shop, TailRule.Kind.NAIVE, RUNS).contradictions()).isNotEmpty();
  }
}
