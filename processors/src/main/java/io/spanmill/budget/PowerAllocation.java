package io.spanmill.budget;

import java.util.List;

/**
 * Shares a budget among keys: of a key with population N about N<sup>β</sup> is kept, at least the
 * floor, at most all. With β = 1 totals are most precise, with β = 0 rare keys are; in between is
 * what survey sampling calls power allocation.
 *
 * <p>All keys that are too many to be listed count as one.
 */
final class PowerAllocation {
  /** Of each key and, last, of all others together. */
  private final double[] costs;

  private final double[] powers;
  private final double floor;
  private final double level;

  /**
   * @param available what may be kept, in the unit of the budget
   * @param keys the keys that are listed, in a fixed order
   * @param others all others together
   */
  PowerAllocation(
      Budget budget, double available, List<ExpectedDemand> keys, ExpectedDemand others) {
    costs = new double[keys.size() + 1];
    powers = new double[costs.length];
    double top = 0;
    for (int i = 0; i < costs.length; i++) {
      ExpectedDemand demand = i < keys.size() ? keys.get(i) : others;
      costs[i] = demand.cost();
      powers[i] = StrictMath.pow(demand.population(), budget.exponent());
      top = powers[i] == 0 ? top : Math.max(top, costs[i] / powers[i]);
    }
    floor =
        Bisection.highest(budget.floorPerEpoch(), candidate -> floors(candidate) <= available / 2);
    level = Bisection.highest(top, candidate -> total(candidate) <= available);
  }

  private double floors(double candidate) {
    double total = 0;
    for (double cost : costs) {
      total += Math.min(cost, candidate);
    }
    return total;
  }

  private double total(double candidate) {
    double total = 0;
    for (int i = 0; i < costs.length; i++) {
      total += share(i, candidate);
    }
    return total;
  }

  private double share(int index, double candidate) {
    return Math.min(costs[index], Math.max(floor, candidate * powers[index]));
  }

  /** What may be kept of a key. */
  double of(int key) {
    return share(key, level);
  }

  /** What may be kept of all keys that are not listed. */
  double others() {
    return share(costs.length - 1, level);
  }
}
