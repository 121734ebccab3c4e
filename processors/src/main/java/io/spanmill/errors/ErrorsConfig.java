package io.spanmill.errors;

import java.time.Duration;
import java.util.List;

/**
 * How errors are grouped.
 *
 * @param enabled whether they are at all
 * @param window length of the tumbling windows of event time
 * @param remember how long after it was seen last a group is still known
 * @param applicationFrames a frame is the application's, whatever it looks like, if its file or its
 *     function contains one of these
 * @param maxSeries how many groups a window may have; what comes for others goes into an overflow
 * @throws IllegalArgumentException where a duration or number is not positive, or a part of frames
 *     is empty; the message begins with the key's name in the configuration
 */
public record ErrorsConfig(
    boolean enabled,
    Duration window,
    Duration remember,
    List<String> applicationFrames,
    int maxSeries) {

  public ErrorsConfig {
    positive("window", window);
    positive("remember", remember);
    applicationFrames = List.copyOf(applicationFrames);
    if (applicationFrames.contains("")) {
      throw new IllegalArgumentException("application_frames: an empty text is in every frame");
    }
    if (maxSeries <= 0) {
      throw new IllegalArgumentException("max_series: " + maxSeries + " is not positive");
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(key + ": " + value + " is not positive");
    }
  }
}
