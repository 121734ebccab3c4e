package io.spanmill.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign as it is typed, only shorter: the seed has each fault strike once, soon. */
final class ShortCampaignTest {
  private static final List<FaultKind> FAULTS =
      List.of(FaultKind.KILL, FaultKind.TERMINATE, FaultKind.KILL_BROKER);

  private @TempDir Path folder;

  @Test
  void nothingIsLostDoubledSplitOrCountedWrongly() throws Exception {
    CampaignPlan plan =
        new CampaignPlan(
            23, Duration.ofSeconds(26), 2, 200, FAULTS, InputKind.MIXED, "exactly_once_v2");
    StringWriter story = new StringWriter();
    try (Campaign campaign = new Campaign(plan, folder, new PrintWriter(story))) {
      Report report = campaign.run();
      assertThat(report.judgement().examples()).as("%s", story).isEmpty();
      assertThat(report.isRight()).as("%s %s", story, report.brokenPromises()).isTrue();
      assertThat(report.struck().keySet()).containsExactlyInAnyOrderElementsOf(FAULTS);
    }
  }
}
