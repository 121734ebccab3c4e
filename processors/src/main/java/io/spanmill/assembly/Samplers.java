package io.spanmill.assembly;

import io.spanmill.sampling.Budgets;
import io.spanmill.sampling.Sampler;
import io.spanmill.state.ControlRecord;
import org.jspecify.annotations.Nullable;

/** Makes samplers, a new one for each that asks. Called by several threads. */
public interface Samplers {
  /**
   * What decides until a policy set is applied.
   *
   * @param budgets what its limits are asked of
   */
  Sampler initial(Budgets budgets);

  /**
   * What decides from now on; null if it cannot be read, of which the operator has been told.
   *
   * @param policies of kind {@link ControlRecord.Kind#POLICY_SET}
   */
  @Nullable Sampler of(ControlRecord policies, Budgets budgets);
}
