package io.spanmill.model;

import java.util.Map;

/**
 * Which errors belong together, in which window.
 *
 * @param windowStartMillis in milliseconds since 1970
 * @param fingerprint the same for the same defect in every deployment; 0 in an overflow
 * @param dimensions empty, but for what takes in groups beyond the limit: {@link Overflow}
 */
public record ErrorSeries(
    long windowStartMillis, long fingerprint, Map<String, String> dimensions) {

  /** A group by itself. */
  public ErrorSeries(long windowStartMillis, long fingerprint) {
    this(windowStartMillis, fingerprint, Map.of());
  }

  /** 16 lower-case hex digits; empty in an overflow. */
  public String fingerprintHex() {
    return isOverflow() ? "" : TraceId.hex(fingerprint);
  }

  public boolean isOverflow() {
    return !dimensions.isEmpty();
  }
}
