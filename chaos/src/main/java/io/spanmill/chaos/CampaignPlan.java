package io.spanmill.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What a campaign is to be.
 *
 * @param length for so long input comes, and faults strike
 * @param instances of the application, at the beginning and at the end
 * @param spansPerSecond about
 * @param input how spans come to be in records
 * @param guarantee as the configuration spells it
 */
record CampaignPlan(
    long seed,
    Duration length,
    int instances,
    int spansPerSecond,
    List<FaultKind> faults,
    InputKind input,
    String guarantee) {
  CampaignPlan {
    faults = List.copyOf(faults);
  }
}
