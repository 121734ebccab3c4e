package io.spanmill.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a trace, and why.
 *
 * @param kept whether it is kept
 * @param threshold T*, in 0 … 2^56, see {@link Threshold}; a trace is kept if its randomness is at
 *     least that. {@link Threshold#UNKNOWN} if it is kept for a reason that has no probability
 * @param floor the least threshold that a span of the trace came with (a<sub>0</sub>); below it
 *     nothing of the trace was to be seen when it was decided
 * @param basis what was held against the threshold
 * @param policySet version of the policies
 * @param policy the one that set the threshold, or that dropped it; null if none matched
 * @param matches all policies that matched, in the order of the configuration
 */
public record Verdict(
    boolean kept,
    long threshold,
    long floor,
    Basis basis,
    String policySet,
    @Nullable String policy,
    List<Match> matches) {
  public Verdict {
    matches = List.copyOf(matches);
  }

  /** The policies that would have kept the trace. */
  public List<String> matched() {
    List<String> matched = new ArrayList<>(matches.size());
    for (Match match : matches) {
      if (match.threshold() <= basis.randomness()) {
        matched.add(match.policy());
      }
    }
    return matched;
  }
}
