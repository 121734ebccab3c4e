package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code local} on the capture of the shop, against counts of an independent program. */
final class ShopTest {
  @TempDir Path folder;

  private CaptureRuns runs;

  @BeforeEach
  void unpack() throws Exception {
    runs = new CaptureRuns(Capture.ofShop(folder), folder);
  }

  @Test
  void countsAsTheOracleAndKeepsSpansAsTheyCame() throws Exception {
    LocalOutput output = runs.asCaptured();

    assertThat(runs.sleepers(output)).isPositive();
    assertThat(runs.differences()).isEmpty();
  }

  @Test
  void keepsTheSameTracesInAnyOrderAndInAnyRequests() throws Exception {
    runs.atTenPercent();

    assertThat(runs.differences()).isEmpty();
  }

  @Test
  void countsTheSameHoweverManySpansComeLate() throws Exception {
    runs.replayed(ShopCapture.load());

    assertThat(runs.differences()).isEmpty();
  }
}
