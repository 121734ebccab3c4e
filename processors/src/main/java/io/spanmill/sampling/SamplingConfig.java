package io.spanmill.sampling;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which traces are kept: those that any of the policies keeps and no {@link PolicySpec.Drop} takes
 * away. Without policies nothing is kept.
 *
 * @param policies in the order of the file
 * @throws IllegalArgumentException where two policies have one name; the message begins with the
 *     key's name in the configuration
 */
public record SamplingConfig(List<PolicySpec> policies) {

  public SamplingConfig {
    policies = List.copyOf(policies);
    Set<String> names = new HashSet<>();
    for (PolicySpec policy : policies) {
      if (!names.add(policy.name())) {
        throw new IllegalArgumentException(
            "policies: two policies are named \"" + policy.name() + "\"");
      }
    }
  }
}
