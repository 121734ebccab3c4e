package io.spanmill.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a trace.
 *
 * @param kept whether it is kept: its randomness is at least the threshold
 * @param threshold T*, in 0 … 2^56; see {@link Threshold}
 * @param policy the one that set the threshold, or that dropped it; null if none matched
 * @param matched all policies that would have kept it, in the order of the configuration
 */
public record Verdict(boolean kept, long threshold, @Nullable String policy, List<String> matched) {
  public Verdict {
    matched = List.copyOf(matched);
  }
}
