package io.spanmill.topology;

import io.spanmill.assembly.Samplers;
import io.spanmill.sampling.Budgets;
import io.spanmill.sampling.Sampler;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import io.spanmill.topology.config.PolicyText;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samplers of the configuration, and of the policy sets that are applied after it. Thread-safe. */
final class PolicySamplers implements Samplers {
  private static final Logger LOG = LoggerFactory.getLogger(PolicySamplers.class);

  private final SamplingConfig configured;

  /** What the log says already: each partition brings the same. */
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  PolicySamplers(SamplingConfig configured) {
    this.configured = configured;
  }

  @Override
  public Sampler initial(Budgets budgets) {
    return new Sampler(configured, budgets);
  }

  @Override
  public @Nullable Sampler of(ControlRecord policies, Budgets budgets) {
    try {
      return new Sampler(PolicyText.read(PolicySet.of(policies.payload())), budgets);
    } catch (RuntimeException unreadable) { // whatever it is, it must not end the stream
      if (said.add(String.valueOf(unreadable.getMessage()))) {
        LOG.error(
            "cannot read the policies that were applied, those before them stay: {}",
            unreadable.getMessage());
      }
      return null;
    }
  }
}
