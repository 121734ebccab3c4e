package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.Histogram;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * There must not be far fewer calls than usual. Usual is the median of the last hour or, where that
 * is less, what there was at this time yesterday: what falls every evening is no incident.
 *
 * <p>The last hour counts as it was known when it was judged, as the present does: where spans
 * mostly come late, the present would always look like a drop. While an alert fires, what was usual
 * when it began stays so, else a drop would become usual by itself; after a day it has.
 *
 * @param below part of the usual, above 0, below 1
 * @throws IllegalArgumentException where it is out of that range; the message begins with the key's
 *     name in the configuration
 */
public record RateDrop(double below) implements Condition {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int FEWEST_SAMPLES = 6;

  /** Makes a standard deviation of the median of deviations, for the normal distribution. */
  private static final double OF_NORMAL = 1.4826;

  private record Usual(double calls, double spread) {}

  public RateDrop {
    if (!(below > 0 && below < 1)) {
      throw new IllegalArgumentException("below: " + below + " is not between 0 and 1");
    }
  }

  @Override
  public Alert.Kind kind() {
    return Alert.Kind.RATE_DROP;
  }

  @Override
  public String counting() {
    return "calls";
  }

  @Override
  public long bad(long failed, Histogram durations) {
    return 0;
  }

  @Override
  public boolean isBad(boolean failed, long nanos) {
    return true; // any trace shows what still comes
  }

  @Override
  public long lookBackMillis() {
    return DAY + HOUR;
  }

  @Override
  public Reading read(Question question) {
    long end = question.endMillis();
    long calls = question.history().between(end - question.overMillis(), end).count();
    if (question.knownMillis() >= question.overMillis()) {
      question.history().judge(end, calls);
    }
    Usual usual = usual(question);
    if (usual == null || usual.calls() < question.rules().minCalls()) {
      return reading(false, true, calls, usual == null ? 0 : usual.calls(), question);
    }
    double threshold = below * usual.calls();
    boolean breached = calls <= Significance.surelyBelow(threshold, below * usual.spread());
    boolean clear = calls >= threshold / question.rules().resolve() || isForADay(question);
    return reading(breached, clear, calls, usual.calls(), question);
  }

  private static boolean isForADay(Question question) {
    Alert told = question.told();
    return told != null && question.endMillis() - told.sinceMillis() >= DAY;
  }

  private Reading reading(
      boolean breached, boolean clear, long calls, double usual, Question question) {
    double threshold = below * usual;
    Alert.Window window = new Alert.Window(question.overMillis(), calls, threshold, calls, 0);
    return new Reading(breached, clear, calls, threshold, usual, calls, List.of(window));
  }

  /** Null as long as too little is known. */
  private static @Nullable Usual usual(Question question) {
    Alert told = question.told();
    Double frozen = told == null ? null : told.evidence().baseline();
    Usual recent = frozen == null ? recent(question) : new Usual(frozen, 0);
    if (recent == null || question.knownMillis() < DAY + HOUR / 2) {
      return recent;
    }
    long middle = question.endMillis() - DAY;
    long[] around = question.history().counts(middle - HOUR, middle + HOUR);
    double yesterday = around[0] * ((double) question.overMillis() / (2 * HOUR));
    return yesterday < recent.calls() ? new Usual(yesterday, recent.spread()) : recent;
  }

  private static @Nullable Usual recent(Question question) {
    long over = question.overMillis();
    double[] samples = question.history().judged(question.endMillis() - over, over, HOUR);
    if (samples.length < FEWEST_SAMPLES) {
      return null;
    }
    double median = median(samples);
    double[] deviations = Arrays.stream(samples).map(sample -> Math.abs(sample - median)).toArray();
    return new Usual(median, OF_NORMAL * median(deviations));
  }

  private static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
