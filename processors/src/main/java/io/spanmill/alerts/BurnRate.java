package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.Histogram;
import java.time.Duration;
import java.util.List;

/**
 * A share of calls has to be good, and what may be bad is a budget that must not be spent too fast:
 * multiple windows and multiple burn rates, with the numbers of the <a
 * href="https://sre.google/workbook/alerting-on-slos/">SRE workbook, chapter 5</a>. A long window
 * says that it matters, a short one that it goes on.
 *
 * <p>Of a target that is known for less than the long window, nothing was bad before: a budget is
 * not spent by not having been looked at.
 *
 * @param objective share of calls that has to be good, above 0, below 1
 * @param slowNanos a call that takes longer is bad, too; {@link Long#MAX_VALUE} for none
 * @throws IllegalArgumentException where the objective is out of its range; the message begins with
 *     the key's name in the configuration
 */
public record BurnRate(double objective, long slowNanos) implements Condition {
  private record Pair(Duration longer, Duration shorter, double factor) {}

  private static final List<List<Pair>> PAIRS =
      List.of(
          List.of(
              new Pair(Duration.ofHours(1), Duration.ofMinutes(5), 14.4),
              new Pair(Duration.ofHours(6), Duration.ofMinutes(30), 6)),
          List.of(
              new Pair(Duration.ofDays(1), Duration.ofHours(2), 3),
              new Pair(Duration.ofDays(3), Duration.ofHours(6), 1)));

  private static final List<String> SEVERITIES = List.of("page", "ticket");

  /** What was seen in the windows of one pair. */
  private record Burn(Pair pair, Alert.Window longer, Alert.Window shorter, boolean breached) {
    private double excess() {
      return longer.value() / pair.factor();
    }
  }

  public BurnRate {
    if (!(objective > 0 && objective < 1)) {
      throw new IllegalArgumentException("objective: " + objective + " is not between 0 and 1");
    }
  }

  @Override
  public Alert.Kind kind() {
    return Alert.Kind.BURN_RATE;
  }

  @Override
  public String counting() {
    return slowNanos == Long.MAX_VALUE ? "failed" : "failed or slower than " + slowNanos;
  }

  /** Of what is both failed and not, nobody asks for the slow ones. */
  @Override
  public long bad(long failed, Histogram durations) {
    return failed > 0 || slowNanos == Long.MAX_VALUE
        ? failed
        : Condition.slower(durations, slowNanos);
  }

  @Override
  public boolean isBad(boolean failed, long nanos) {
    return failed || nanos > slowNanos;
  }

  @Override
  public long lookBackMillis() {
    return Duration.ofDays(3).toMillis();
  }

  @Override
  public int lanes() {
    return PAIRS.size();
  }

  @Override
  public String severity(int lane, String configured) {
    return SEVERITIES.get(lane);
  }

  @Override
  public Reading read(Question question) {
    List<Burn> burns =
        PAIRS.get(question.lane()).stream().map(pair -> burn(pair, question)).toList();
    Burn worst = burns.get(0);
    boolean clear = true;
    for (Burn burn : burns) {
      clear &= isClear(burn, question.rules());
      worst = isWorse(burn, worst) ? burn : worst;
    }
    Alert.Window longer = worst.longer();
    return new Reading(
        worst.breached(),
        clear,
        longer.value(),
        worst.pair().factor(),
        null,
        longer.calls(),
        List.of(longer, worst.shorter()));
  }

  private static boolean isWorse(Burn burn, Burn than) {
    return burn.breached() == than.breached() ? burn.excess() > than.excess() : burn.breached();
  }

  /** The short window says so: it forgets quickly. */
  private static boolean isClear(Burn burn, Rules rules) {
    Alert.Window shorter = burn.shorter();
    return shorter.calls() < rules.minCalls()
        || shorter.value() <= burn.pair().factor() * rules.resolve();
  }

  private Burn burn(Pair pair, Question question) {
    double allowed = pair.factor() * (1 - objective);
    Share longer = share(pair.longer(), question);
    Share shorter = share(pair.shorter(), question);
    double longSeen = seen(pair.longer(), question);
    double shortSeen = seen(pair.shorter(), question);
    boolean breached =
        longer.isSurelyAbove(allowed, longSeen) && shorter.isSurelyAbove(allowed, shortSeen);
    return new Burn(
        pair,
        window(pair.longer(), pair.factor(), longer, longSeen),
        window(pair.shorter(), pair.factor(), shorter, shortSeen),
        breached);
  }

  private static Share share(Duration length, Question question) {
    long end = question.endMillis();
    long[] counts = question.history().counts(end - length.toMillis(), end);
    return Share.of(counts[0], counts[1], question.rules());
  }

  private static double seen(Duration length, Question question) {
    return Math.min(1, (double) question.knownMillis() / length.toMillis());
  }

  private Alert.Window window(Duration length, double factor, Share share, double seen) {
    double burn = share.value() * seen / (1 - objective);
    return new Alert.Window(length.toMillis(), burn, factor, share.of(), share.part());
  }
}
