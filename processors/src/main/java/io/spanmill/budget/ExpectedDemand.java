package io.spanmill.budget;

import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;

/**
 * What is expected to arrive in an epoch: half of what arrived in the last one, a quarter of the
 * one before, and so on. In integers, so that it is the same on every machine. Not thread-safe.
 */
final class ExpectedDemand {
  /** Costs are kept in units of 2^−16, so that a single trace can be halved. */
  private static final int COST_BITS = 16;

  private static final long MAX_COST = Long.MAX_VALUE >> COST_BITS;

  /** What is expected to be less than this, in the unit of the budget, is forgotten. */
  private static final double NEGLIGIBLE = 1.0 / 16;

  private DemandSum sum;

  ExpectedDemand() {
    this(new DemandSum());
  }

  /**
   * @param sum with costs in units of 2^−16; taken over
   */
  ExpectedDemand(DemandSum sum) {
    this.sum = sum;
  }

  /** As it is stored: with costs in units of 2^−16. */
  DemandSum sum() {
    return sum;
  }

  /** Lets so many epochs pass. */
  void age(long epochs) {
    int times = (int) Math.min(epochs, Long.SIZE - 1);
    DemandSum aged = new DemandSum();
    for (int i = 0; i < sum.size(); i++) {
      long population = sum.population(i) >> times;
      if (population > 0) {
        aged.addToBin(sum.bin(i), sum.cost(i) >> times, population);
      }
    }
    sum = aged;
  }

  /** Takes in what arrived in the epoch that has just passed. */
  void add(DemandSum arrived) {
    for (int i = 0; i < arrived.size(); i++) {
      long cost = Math.min(arrived.cost(i), MAX_COST) << (COST_BITS - 1);
      sum.addToBin(arrived.bin(i), cost, arrived.population(i) >> 1);
    }
  }

  void add(ExpectedDemand other) {
    sum.add(other.sum);
  }

  boolean isNegligible() {
    return population() < NEGLIGIBLE;
  }

  /** What keeping all would cost. */
  double cost() {
    return kept(1);
  }

  /** What keeping all would cost if nothing had been thinned upstream. */
  double population() {
    double population = 0;
    for (int i = 0; i < sum.size(); i++) {
      population += population(i);
    }
    return population;
  }

  private double population(int index) {
    return Math.scalb((double) sum.population(index), -Threshold.WEIGHT_FRACTION_BITS);
  }

  /**
   * What a threshold of such a probability would keep, in the unit of the budget: of what was
   * thinned upstream already, min(1, probability / probability upstream).
   */
  double kept(double probability) {
    double kept = 0;
    for (int i = 0; i < sum.size(); i++) {
      double cost = Math.scalb((double) sum.cost(i), -COST_BITS);
      kept += Math.min(cost, probability * population(i));
    }
    return kept;
  }

  /** The probability with which so much is kept; 1 if it is no more than that anyway. */
  double probabilityOf(double kept) {
    return Bisection.highest(1, probability -> kept(probability) <= kept);
  }
}
