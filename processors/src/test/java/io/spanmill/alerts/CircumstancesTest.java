package io.spanmill.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.TraceId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors and critical paths, as those who find them tell of them. */
final class CircumstancesTest {
  private static final Rules ANY =
      new Rules(Duration.ofMinutes(5), Duration.ZERO, Duration.ofMinutes(5), 1, 0.9);

  private static final AlertTarget.ErrorGroup NPE =
      new AlertTarget.ErrorGroup("shop", "00ff", "NullPointerException", "cart");

  private static final AlertTarget.ErrorGroup TIMEOUT =
      new AlertTarget.ErrorGroup("shop", "00aa", "Timeout", "after * ms");

  private final Duty duty =
      new Duty(
          List.of(
              Duty.objective("new", new NewError(), ANY),
              Duty.objective("errors", new ErrorRate(0.01), ANY)));

  private static long at(int window) {
    return Town.START + window * Town.WINDOW;
  }

  private void errors(int window, AlertTarget.ErrorGroup group, long count, boolean isNew) {
    IndicatorSum sum = new IndicatorSum().add(count, isNew ? count : 0);
    sum.addExample(new TraceId(1, window));
    duty.book().observe(new Indicator.Errors(at(window), group), sum);
  }

  private void path(int window, String entry, String contributor, long nanos) {
    AlertTarget.Operation by =
        contributor.isEmpty()
            ? Indicator.Contribution.OTHERS
            : new AlertTarget.Operation(contributor, "op");
    duty.book()
        .observe(
            new Indicator.Contribution(at(window), new AlertTarget.Operation(entry, "GET"), by),
            new IndicatorSum().add(nanos, 0));
  }

  private void calls(int window, long failed) {
    duty.observe(
        new Town.Happening(new Town.Service("shop", 1, 1, 0, 0), at(window), 100, failed, 0));
  }

  private void judged(int window) {
    duty.book().advance(at(window + 1) + 30_000);
  }

  @Test
  void aNewGroupFiresAtOnceAndIsResolvedWhenItStaysAway() {
    judged(0);
    errors(1, TIMEOUT, 3, false);
    errors(1, NPE, 2, true);
    errors(1, NPE, 4, true); // what is known now
    judged(1);
    errors(2, NPE, 1, false);
    judged(30);
    assertThat(duty.told()).hasSize(2);
    Alert fired = duty.told().get(0);
    assertThat(fired.state()).isEqualTo(Alert.State.FIRING);
    assertThat(fired.target()).isEqualTo(NPE);
    assertThat(fired.atMillis()).isEqualTo(at(2));
    assertThat(fired.evidence().calls()).isEqualTo(4);
    assertThat(fired.evidence().examples()).containsExactly(new TraceId(1, 1));
    assertThat(fired.evidence().topError())
        .isEqualTo(new Alert.TopError("shop", "00ff", "NullPointerException", "cart", 4));
    assertThat(fired.summary())
        .isEqualTo("new error in shop: NullPointerException: cart, 4 times in 5m");
    assertThat(duty.told().get(1).state()).isEqualTo(Alert.State.RESOLVED);
    assertThat(duty.told().get(1).atMillis()).isEqualTo(at(3) + 10 * Town.MINUTE);
  }

  @Test
  void aNewGroupThatIsToldLateFiresEvenSo() {
    judged(50);
    errors(1, NPE, 2, true);
    errors(1, NPE, 2, true);
    judged(51);
    assertThat(duty.told(Alert.State.FIRING)).hasSize(1);
    judged(120);
    assertThat(duty.told()).hasSize(2);
  }

  @Test
  void aNewGroupThatIsToldAfterTheEndFiresEvenSo() {
    calls(0, 0);
    judged(0);
    duty.book().end();
    errors(0, NPE, 2, true);
    duty.book().end();
    duty.book().end();
    assertThat(duty.told(Alert.State.FIRING)).hasSize(1);
  }

  @Test
  void whoIsAlarmedHearsOfTheMostFrequentErrorAndOfWhatTakesLongest() {
    judged(0);
    calls(1, 50);
    errors(1, TIMEOUT, 30, false);
    errors(1, NPE, 20, false);
    path(1, "shop", "database", 600);
    path(1, "shop", "shop", 300);
    path(1, "shop", "", 2_100);
    path(1, "another", "database", 9_000);
    duty.restart();
    judged(1);
    Alert.Evidence evidence = duty.told(Alert.State.FIRING).get(0).evidence();
    assertThat(evidence.topError())
        .isEqualTo(new Alert.TopError("shop", "00aa", "Timeout", "after * ms", 30));
    assertThat(evidence.topContributor()).isEqualTo(new Alert.Contributor("database", "op", 0.2));
  }

  @Test
  void aServiceThatIsNoEntryIsLookedForInsideOthers() {
    Circumstances circumstances = new Circumstances();
    circumstances.put(
        new Indicator.Contribution(
            0, new AlertTarget.Operation("web", "GET"), new AlertTarget.Operation("bank", "pay")),
        new IndicatorSum().add(3, 0));
    circumstances.put(
        new Indicator.Contribution(
            0, new AlertTarget.Operation("web", "GET"), new AlertTarget.Operation("web", "GET")),
        new IndicatorSum().add(1, 0));
    assertThat(circumstances.topContributor(new AlertTarget.Service("bank"), 0, 1))
        .isEqualTo(new Alert.Contributor("bank", "pay", 0.75));
    assertThat(circumstances.topContributor(new AlertTarget.Service("nobody"), 0, 1)).isNull();
  }
}
