package io.spanmill.sampling;

/** Hears which budgets a trace asks of. */
@FunctionalInterface
public interface Demands {
  /**
   * A trace asks of a budget.
   *
   * @param policy the budget's name, as in {@link Budgets#threshold}
   * @param key what the budget is divided by, as a hash
   */
  void ask(String policy, long key);
}
