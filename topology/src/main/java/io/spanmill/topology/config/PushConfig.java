package io.spanmill.topology.config;

import io.spanmill.exporter.BackEnd;
import io.spanmill.exporter.Limits;
import io.spanmill.otlp.Signal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is pushed to a back-end.
 *
 * <p>The constructor throws {@link IllegalArgumentException} for what cannot be; the message begins
 * with the key's name in the configuration.
 *
 * @param backEnd null to push nothing
 * @param batchTime how long, at most, records wait for others
 */
public record PushConfig(
    @Nullable BackEnd backEnd, List<Signal> signals, Limits limits, Duration batchTime) {
  /** An attempt is shorter than Kafka waits for a member of a group to come back (5 min). */
  private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(2);

  /** Kafka's consumers end a fetch after 30 s. */
  private static final Duration LONGEST_BATCH = Duration.ofSeconds(10);

  /** Nothing. */
  public static final PushConfig OFF =
      new PushConfig(
          null,
          List.of(),
          new Limits(1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
          Duration.ofMillis(1));

  public PushConfig {
    signals = List.copyOf(signals);
    if (backEnd != null && backEnd.timeout().compareTo(LONGEST_ATTEMPT) > 0) {
      throw new IllegalArgumentException("timeout: is more than 2m");
    }
    if (batchTime.compareTo(LONGEST_BATCH) > 0) {
      throw new IllegalArgumentException("batch_time: is more than 10s");
    }
    if (limits.longestRetry().compareTo(limits.firstRetry()) < 0) {
      throw new IllegalArgumentException("retry_max: is less than push.retry_initial");
    }
  }

  /** What a request may be packed with. */
  enum Compression {
    GZIP,
    NONE
  }
}
