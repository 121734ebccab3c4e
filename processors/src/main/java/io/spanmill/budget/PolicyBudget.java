package io.spanmill.budget;

import io.spanmill.sampling.PolicySpec;
import java.util.List;

/**
 * The budget of a policy as it is named wherever demand and tables travel or are stored: with all
 * that makes it what it is. Under a policy with other numbers, or other keys, another budget begins
 * anew, while what is on its way for the old one is not taken for its own.
 *
 * @param policy name of the policy that it limits, or of the part of a composite one
 * @param keysHash tells budgets apart that are divided by different attributes
 */
public record PolicyBudget(String policy, Budget budget, int keysHash) {
  private static final int FIELDS = 7;

  static PolicyBudget of(String policy, PolicySpec.Throughput limit) {
    Budget.Unit unit = Budget.Unit.valueOf(limit.unit().name());
    Budget budget =
        new Budget(unit, limit.perSecond(), limit.beta(), limit.floor(), limit.unseenShare());
    return new PolicyBudget(policy, budget, List.copyOf(limit.keys()).hashCode());
  }

  /**
   * Seven fields with a space in between: the unit's key, budget per second, exponent, floor per
   * second, share of new keys, hash of the keys in 8 hex digits; last, the policy.
   */
  String text() {
    return String.join(
        " ",
        budget.unit().key(),
        Double.toString(budget.perSecond()),
        Double.toString(budget.exponent()),
        Double.toString(budget.floorPerSecond()),
        Double.toString(budget.unseenShare()),
        String.format("%08x", keysHash),
        policy);
  }

  /**
   * @throws IllegalArgumentException if {@link #text} does not give such
   */
  static PolicyBudget parse(String text) {
    String[] fields = text.split(" ", FIELDS);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not a budget: " + text);
    }
    Budget budget =
        new Budget(
            Budget.Unit.ofKey(fields[0]),
            Double.parseDouble(fields[1]),
            Double.parseDouble(fields[2]),
            Double.parseDouble(fields[3]),
            Double.parseDouble(fields[4]));
    return new PolicyBudget(fields[6], budget, Integer.parseUnsignedInt(fields[5], 16));
  }
}
