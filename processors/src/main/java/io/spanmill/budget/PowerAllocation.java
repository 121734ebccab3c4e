package io.spanmill.budget;

import java.util.List;

/**
 * Shares a budget among keys: of a key with population N about N<sup>β</sup> is kept, at least the
 * floor, at most all. With β = 1 totals are most precise, with β = 0 rare keys are; in between is
 * what is called power allocation in survey sampling.
 *
 * <p>Keys that are not listed count as if each were as frequent as the least frequent that is: they
 * are kept with its probability.
 */
final class PowerAllocation {
  private final Budget budget;
  private final double[] costs;
  private final double[] powers;
  private final double floor;
  private final double othersCost;
  private final double othersPower;
  private final double level;

  /**
   * @param available what may be kept, in the unit of the budget
   * @param keys the keys that are listed, in a fixed order
   * @param others all others together
   */
  PowerAllocation(
      Budget budget, double available, List<ExpectedDemand> keys, ExpectedDemand others) {
    this.budget = budget;
    costs = new double[keys.size()];
    powers = new double[keys.size()];
    double top = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < costs.length; i++) {
      double population = keys.get(i).population();
      costs[i] = keys.get(i).cost();
      powers[i] = power(population);
      top = Math.max(top, costs[i] / powers[i]);
      least = Math.min(least, population);
    }
    othersCost = others.cost();
    othersPower = costs.length == 0 ? 1 : others.population() * power(least) / least;
    top = othersCost == 0 ? top : Math.max(top, othersCost / othersPower);
    floor = Math.min(budget.floorPerEpoch(), available / 2 / Math.max(1, costs.length));
    level = Bisection.highest(top, candidate -> total(candidate) <= available);
  }

  private double power(double population) {
    return StrictMath.pow(population, budget.exponent());
  }

  private double total(double candidate) {
    double total = Math.min(othersCost, candidate * othersPower);
    for (int i = 0; i < costs.length; i++) {
      total += share(i, candidate);
    }
    return total;
  }

  private double share(int key, double candidate) {
    return Math.min(costs[key], Math.max(floor, candidate * powers[key]));
  }

  /** What may be kept of a key. */
  double share(int key) {
    return share(key, level);
  }

  /** What may be kept of all keys that are not listed. */
  double others() {
    return Math.min(othersCost, level * othersPower);
  }
}
