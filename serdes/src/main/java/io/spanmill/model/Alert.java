package io.spanmill.model;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An incident: an objective is not met. Each telling of it replaces the one before.
 *
 * @param objective its name in the configuration
 * @param severity as configured; of burn rates, {@code page} or {@code ticket}
 * @param sinceMillis end of the first window in which it was seen, in milliseconds since 1970: with
 *     objective, severity and target this is the incident's identity
 * @param firedMillis end of the window in which it began to fire, or {@link #NOT_YET}
 * @param atMillis end of the window in which it came into its state
 * @param evidence as it was when it came to fire, or before that, when it was seen
 * @param summary one sentence for people
 */
public record Alert(
    String objective,
    Kind kind,
    AlertTarget target,
    String severity,
    State state,
    long sinceMillis,
    long firedMillis,
    long atMillis,
    Evidence evidence,
    String summary) {

  /** What has not happened. */
  public static final long NOT_YET = 0;

  /** What kind of objective is not met. The order is part of the format. */
  public enum Kind {
    LATENCY,
    ERROR_RATE,
    BURN_RATE,
    NEW_ERROR,
    RATE_DROP;

    /** As the configuration and the output spell it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far it has come. The order is part of the format. */
  public enum State {
    PENDING,
    FIRING,
    RESOLVED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Why.
   *
   * @param value what was measured: seconds, a share, how fast a budget burns, or a count
   * @param threshold what it may be, in the same unit
   * @param baseline what is usual, in the same unit; null where nothing is
   * @param calls that were looked at
   * @param windows what was measured in each window that had a say
   * @param topContributor what takes most time on the critical path; null if nobody knows
   * @param topError the most frequent error group; null if nobody knows
   * @param examples kept traces
   */
  public record Evidence(
      double value,
      double threshold,
      @Nullable Double baseline,
      long calls,
      List<Window> windows,
      @Nullable Contributor topContributor,
      @Nullable TopError topError,
      List<TraceId> examples) {
    public Evidence {
      windows = List.copyOf(windows);
      examples = List.copyOf(examples);
    }
  }

  /** What was measured in the time before {@link Alert#atMillis}. */
  public record Window(long lengthMillis, double value, double threshold, long calls, long bad) {}

  /**
   * @param share of the critical path's time, 0 to 1
   */
  public record Contributor(String service, String operation, double share) {}

  /**
   * @param count how often, in the same time
   */
  public record TopError(
      String service, String fingerprint, String type, String message, long count) {}
}
