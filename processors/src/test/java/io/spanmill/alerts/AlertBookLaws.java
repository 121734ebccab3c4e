package io.spanmill.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds of alerts whatever happens to those who raise them. */
final class AlertBookLaws {
  private static final List<Town.Service> SERVICES =
      List.of(
          new Town.Service("shop", 10, 0.3, 0.001, 0.02),
          new Town.Service("bank", 2, 0.3, 0.001, 0.02));

  private static final List<Town.Incident> INCIDENTS =
      List.of(
          Town.Incident.errors("shop", 2 * Town.HOUR, 3 * Town.HOUR, 0.3),
          Town.Incident.latency("bank", 3 * Town.HOUR, 4 * Town.HOUR, 0.5),
          Town.Incident.drop("shop", 5 * Town.HOUR, 6 * Town.HOUR, 0.1));

  private static final long UNTIL = 8 * Town.HOUR;

  /** A process that dies leaves behind what the next one needs, and nothing is told twice. */
  @Test
  void aRestartChangesNothing() {
    for (long seed = 1; seed <= 3; seed++) {
      Duty whole = new Duty().watch(new Town(seed, SERVICES, INCIDENTS), 0, UNTIL);
      Duty broken = new Duty();
      Town town = new Town(seed, SERVICES, INCIDENTS);
      SplittableRandom random = new SplittableRandom(seed);
      for (long start = Town.START; start < Town.START + UNTIL; start += Town.WINDOW) {
        if (random.nextInt(20) == 0) {
          broken.restart();
        }
        town.window(start).forEach(broken::observe);
        if (random.nextInt(20) == 0) {
          broken.restart();
        }
        broken.book().advance(start + Town.WINDOW);
      }
      assertThat(broken.told()).as("seed " + seed).isEqualTo(whole.told()).isNotEmpty();
      assertThat(broken.withdrawn()).as("seed " + seed).isEqualTo(whole.withdrawn());
      assertThat(broken.stored()).as("seed " + seed).isEqualTo(whole.stored());
    }
  }

  /** Whatever comes before a window is judged may come in any order and in any number of parts. */
  @Test
  void orderAndPartsChangeNothing() {
    for (long seed = 1; seed <= 3; seed++) {
      Duty whole = new Duty().watch(new Town(seed, SERVICES, INCIDENTS), 0, UNTIL);
      Duty mixed = new Duty();
      Town town = new Town(seed, SERVICES, INCIDENTS);
      SplittableRandom random = new SplittableRandom(seed);
      for (long start = Town.START; start < Town.START + UNTIL; start += Town.WINDOW) {
        List<Town.Happening> parts = new ArrayList<>();
        for (Town.Happening happening : town.window(start)) {
          Town.Happening part = happening.part(random, 0.5);
          parts.add(part);
          parts.add(happening.minus(part));
        }
        Collections.shuffle(parts, new Random(seed));
        parts.forEach(mixed::observe);
        mixed.book().advance(start + Town.WINDOW);
      }
      assertThat(mixed.told().stream().map(Alert::summary))
          .as("seed " + seed)
          .isEqualTo(whole.told().stream().map(Alert::summary).toList());
    }
  }

  @Test
  void whatIsRememberedHasBounds() {
    Duty duty = new Duty();
    Town town = new Town(1, SERVICES, List.of());
    duty.watch(town, 0, 4 * Town.DAY);
    int after4 = duty.stored();
    duty.watch(town, 4 * Town.DAY, 6 * Town.DAY);
    assertThat(duty.stored()).isLessThanOrEqualTo(after4 + 1);
  }

  @Test
  void whoIsGoneIsForgotten() {
    Duty duty = new Duty();
    duty.watch(new Town(1, SERVICES, List.of()), 0, Town.HOUR);
    duty.watch(new Town(1, List.of(), List.of()), Town.HOUR, 5 * Town.DAY);
    assertThat(duty.stored()).isEqualTo(1); // the time
    assertThat(duty.book().watched()).isZero();
  }

  @Test
  void anObjectiveThatIsTakenAwayResolvesItsAlerts() {
    Duty duty = new Duty();
    duty.watch(new Town(1, SERVICES, INCIDENTS), 0, 2 * Town.HOUR + 30 * Town.MINUTE);
    assertThat(duty.book().firing()).isEqualTo(2);
    AlertsConfig none =
        new AlertsConfig(
            Duration.ofMillis(Town.WINDOW),
            Duration.ZERO,
            1,
            List.of(Duty.objective("another", new RateDrop(0.5), Duty.RULES)));
    AlertBook book = new AlertBook(none, duty, duty);
    book.advance(Town.START + 3 * Town.HOUR);
    assertThat(duty.told(Alert.State.RESOLVED)).hasSize(2);
    assertThat(duty.stored()).isEqualTo(1);
  }

  @Test
  void moreThanTheLimitIsNotWatched() {
    Duty duty = new Duty();
    AlertBook book =
        new AlertBook(
            new AlertsConfig(Duration.ofSeconds(30), Duration.ZERO, 1, Duty.OBJECTIVES),
            duty,
            duty);
    String counted = Duty.OBJECTIVES.get(0).counted();
    for (String service : List.of("shop", "bank", "shop")) {
      book.observe(
          new Indicator.Calls(0, counted, new AlertTarget.Service(service)),
          new IndicatorSum().add(1, 0));
    }
    assertThat(book.watched()).isEqualTo(1);
    assertThat(book.unwatched()).isEqualTo(1);
  }
}
