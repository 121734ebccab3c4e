package io.spanmill.assembly;

import java.time.Duration;
import java.util.Locale;

/**
 * When a trace closes, how much is held, and how long it is remembered.
 *
 * @param settle a structurally complete trace closes after this long without another span
 * @param idle an incomplete trace closes after this long without another span
 * @param maxAge every trace closes this long after its first span
 * @param memoryBytes bound of buffer, linger and remembered decisions together, per process
 * @param maxTraceBytes a trace above this is decided at once and streamed through
 * @param linger after closing, late spans are still linked and duplicates still recognised
 * @param remember after closing, late spans still follow the decision
 * @throws IllegalArgumentException where a value is not positive, a trace may be above 1 GiB, or
 *     {@code settle ≤ idle ≤ linger ≤ remember} does not hold; the message begins with the key's
 *     name in the configuration
 */
public record AssemblyConfig(
    Duration settle,
    Duration idle,
    Duration maxAge,
    long memoryBytes,
    long maxTraceBytes,
    Duration linger,
    Duration remember) {

  /** A trace that is decided lies in one array. */
  private static final long LARGEST_TRACE = 1L << 30;

  public AssemblyConfig {
    positive("settle", settle);
    positive("idle", idle);
    positive("max_age", maxAge);
    positive("memory", memoryBytes);
    positive("max_trace_bytes", maxTraceBytes);
    if (maxTraceBytes > LARGEST_TRACE) {
      throw new IllegalArgumentException(
          "max_trace_bytes: " + maxTraceBytes + " is more than 1GiB (" + LARGEST_TRACE + ")");
    }
    positive("linger", linger);
    positive("remember", remember);
    ascending("settle", settle, "idle", idle);
    ascending("idle", idle, "linger", linger);
    ascending("linger", linger, "remember", remember);
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(key + ": " + spelled(value) + " is not positive");
    }
  }

  private static void positive(String key, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(key + ": " + value + " is not positive");
    }
  }

  private static void ascending(String key, Duration value, String limitKey, Duration limit) {
    if (value.compareTo(limit) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s: %s is longer than %s (%s); allowed: settle ≤ idle ≤ linger ≤ remember",
              key, spelled(value), limitKey, spelled(limit)));
    }
  }

  private static String spelled(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
