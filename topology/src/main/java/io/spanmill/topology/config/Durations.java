package io.spanmill.topology.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Durations as the configuration spells them: a whole number and its unit. */
public final class Durations {
  /** What is allowed, for messages. */
  public static final String ALLOWED = "a positive duration (e.g. 500ms, 6s, 2m, 1h)";

  private static final Map<String, Long> NANOS =
      Map.of(
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private Durations() {}

  /** Null where the text is not {@link #ALLOWED}. */
  public static @Nullable Duration parse(String text) {
    long nanos = ValueType.scaled(text, NANOS);
    return nanos <= 0 ? null : Duration.ofNanos(nanos);
  }
}
