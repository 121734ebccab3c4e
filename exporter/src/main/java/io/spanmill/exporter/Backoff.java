package io.spanmill.exporter;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait between attempts: twice as long after each one that failed, up to a bound, and
 * never quite as long as others do. Not thread-safe.
 */
public final class Backoff {
  /** Nobody who is asked to wait waits longer. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /** A delay is this part of itself at least, and at most as much more. */
  private static final double LEAST_PART = 0.5;

  private final Duration first;
  private final Duration longest;
  private final DoubleSupplier random;
  private int failures;

  /**
   * @param first after the first failure
   * @param longest unless the other side asks for more
   * @param random from 0 to below 1
   */
  public Backoff(Duration first, Duration longest, DoubleSupplier random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** The last attempt was a success. */
  public void reset() {
    failures = 0;
  }

  /**
   * How long to wait after one more failure.
   *
   * @param wanted when the other side wants to see us again: not before that; null if it has not
   *     said
   */
  public Duration next(@Nullable Duration wanted) {
    double doubled = first.toMillis() * Math.pow(2, Math.min(failures++, 60));
    double bounded = Math.min(doubled, (double) longest.toMillis());
    double spread = LEAST_PART + random.getAsDouble() * (1 - LEAST_PART);
    if (wanted == null) {
      return Duration.ofMillis((long) Math.ceil(bounded * spread));
    }
    Duration asked = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    return asked.plusMillis((long) (first.toMillis() * random.getAsDouble()));
  }
}
