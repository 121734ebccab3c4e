package io.spanmill.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Days of traffic with what goes wrong in them: what is told, and when. */
final class SimulationTest {
  private static final List<Town.Service> SERVICES =
      List.of(
          new Town.Service("frontend", 50, 0.1, 0.0003, 0.01),
          new Town.Service("checkout", 5, 0.05, 0.0005, 0.02),
          new Town.Service("search", 20, 0.2, 0.0001, 0.03),
          new Town.Service("billing", 0.5, 0.05, 0.0005, 0.02),
          new Town.Service("reports", 0.02, 0.5, 0.0005, 0.02));

  /** Noon of the second day. */
  private static final long NOON = Town.DAY + 12 * Town.HOUR;

  private static final long UNTIL = NOON + 2 * Town.HOUR;

  @Test
  void tenDaysOfNoiseAlarmNobody() {
    Duty duty = new Duty().watch(new Town(1, SERVICES, List.of()), 0, 10 * Town.DAY);
    assertThat(duty.told(Alert.State.FIRING)).isEmpty();
  }

  @Test
  void tellsOfSlowCalls() {
    assertThat(minutes(Town.Incident.latency("checkout", NOON, NOON + Town.HOUR, 0.5), UNTIL))
        .containsExactly("slow fires after 3.0", "slow is over after 70.0");
  }

  @Test
  void tellsOfErrorsAtOnceAndOfTheirBudgetSoonAfter() {
    assertThat(minutes(Town.Incident.errors("checkout", NOON, NOON + Town.HOUR, 0.3), UNTIL))
        .containsExactly(
            "errors fires after 2.5",
            "slo (page) fires after 4.0",
            "errors is over after 70.0",
            "slo (page) is over after 94.5",
            "slo (ticket) fires after 94.5");
  }

  @Test
  void tellsOfFewErrorsAmongManyCalls() {
    Town.Incident burst = Town.Incident.errors("frontend", NOON, NOON + 20 * Town.MINUTE, 0.02);
    assertThat(minutes(burst, UNTIL))
        .containsExactly("errors fires after 5.5", "errors is over after 28.0");
  }

  @Test
  void tellsOfABudgetThatIsSpentSlowly() {
    Town.Incident burn = Town.Incident.errors("frontend", NOON, NOON + 30 * Town.HOUR, 0.004);
    assertThat(minutes(burn, NOON + 40 * Town.HOUR))
        .containsExactly("slo (ticket) fires after 1063.5", "slo (ticket) is over after 2145.0");
  }

  @Test
  void tellsOfTrafficThatStaysAway() {
    assertThat(minutes(Town.Incident.drop("frontend", NOON, NOON + Town.HOUR, 0.1), UNTIL))
        .containsExactly("drop fires after 6.5", "drop is over after 68.5");
    assertThat(minutes(Town.Incident.drop("billing", NOON, NOON + Town.HOUR, 0), UNTIL))
        .containsExactly("drop fires after 6.0", "drop is over after 68.0");
  }

  /** One call in 100 seconds, and all of them fail: somebody looks at it in the morning. */
  @Test
  void wakesNobodyForAFewCallsAtNight() {
    Town.Incident night = Town.Incident.errors("reports", Town.DAY, Town.DAY + Town.HOUR, 1);
    assertThat(minutes(night, UNTIL))
        .noneMatch(line -> line.contains("page"))
        .contains("slo (ticket) fires after 13.5");
  }

  /** Minutes since it began. */
  private static List<String> minutes(Town.Incident incident, long until) {
    Duty duty = new Duty().watch(new Town(7, SERVICES, List.of(incident)), 0, until);
    List<String> lines = new ArrayList<>();
    for (Alert alert : duty.told()) {
      if (alert.state() != Alert.State.PENDING) {
        lines.add(
            (alert.kind() == Alert.Kind.BURN_RATE
                    ? alert.objective() + " (" + alert.severity() + ")"
                    : alert.objective())
                + (alert.state() == Alert.State.FIRING ? " fires after " : " is over after ")
                + (alert.atMillis() - incident.from()) / 1000.0 / 60);
      }
    }
    return lines;
  }

  /** One call in five is known only after its window was judged, some much later. */
  @Test
  void lateSpansMakeNothingFlap() {
    for (long seed = 1; seed <= 5; seed++) {
      List<Town.Incident> incidents =
          List.of(
              Town.Incident.errors("checkout", 5 * Town.HOUR, 6 * Town.HOUR, 0.3),
              Town.Incident.latency("search", 6 * Town.HOUR, 7 * Town.HOUR, 0.4),
              Town.Incident.drop("frontend", 8 * Town.HOUR, 9 * Town.HOUR, 0.2));
      Duty duty = new Duty(Duty.OBJECTIVES);
      watchLate(duty, new Town(seed, SERVICES, incidents), new SplittableRandom(seed));
      assertThat(duty.told(Alert.State.FIRING).stream().map(SimulationTest::name))
          .as("seed " + seed)
          .containsExactlyInAnyOrder(
              "errors page", "slo page", "slo ticket", "slow page", "drop page");
      assertThat(duty.told(Alert.State.RESOLVED).stream().map(SimulationTest::name))
          .as("seed " + seed)
          .contains("errors page", "slo page", "slow page", "drop page")
          .doesNotHaveDuplicates();
    }
  }

  private static String name(Alert alert) {
    return alert.objective() + " " + alert.severity();
  }

  private static void watchLate(Duty duty, Town town, SplittableRandom random) {
    List<Town.Happening> late = new ArrayList<>();
    for (long start = Town.START; start < Town.START + 12 * Town.HOUR; start += Town.WINDOW) {
      for (Town.Happening happening : town.window(start)) {
        Town.Happening known = happening.part(random, 0.8);
        duty.observe(known);
        late.add(happening.minus(known));
      }
      while (late.size() > 40) {
        duty.observe(late.remove(random.nextInt(late.size())));
      }
      duty.book().advance(start + Town.WINDOW);
    }
  }
}
