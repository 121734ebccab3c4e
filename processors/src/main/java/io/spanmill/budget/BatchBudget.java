package io.spanmill.budget;

import io.spanmill.model.Threshold;
import java.util.Arrays;

/**
 * A budget that is never exceeded: of the traces of a batch those with the highest randomness are
 * kept while their costs fit. The threshold is one more than the randomness of the first that does
 * <em>not</em> fit, whatever lighter ones come behind it. Not thread-safe.
 *
 * <p>So a trace is kept if its randomness is above that of another trace, which is the same one
 * whatever its own randomness is as long as it is kept: its weight 1 / probability is right (D.
 * Ting, "Adaptive Threshold Sampling and Unbiased Estimation", arXiv 1708.04970). With the
 * randomness of the last that is kept every number would come out too high, of <i>k</i> kept traces
 * by <i>k</i> / (<i>k</i> − 1).
 *
 * <p>What costs more than the whole budget is never kept, and no estimate can make up for it; it
 * also takes the place of all below it. {@link #fits} tells before it is added.
 *
 * <p>Kept so far is a heap, least randomness first: each trace is looked at once, and those that
 * are out are not held.
 */
public final class BatchBudget {
  private final long budget;
  private long[] randomness = new long[16];
  private long[] costs = new long[16];
  private int size;
  private long spent;
  private long threshold = Threshold.ALWAYS;

  /**
   * @param budget what all that is kept may cost together; not negative
   */
  public BatchBudget(long budget) {
    this.budget = budget;
  }

  /** Begins the next batch. */
  public void clear() {
    size = 0;
    spent = 0;
    threshold = Threshold.ALWAYS;
  }

  /** Whether something of this cost can be kept at all. */
  public boolean fits(long cost) {
    return cost <= budget;
  }

  /**
   * Adds a trace to the batch.
   *
   * @param random its randomness, 0 to 2^56 − 1
   * @param cost not negative
   */
  public void add(long random, long cost) {
    if (random < threshold) {
      return;
    }
    push(random, cost);
    while (spent > budget || (size > 0 && randomness[0] < threshold)) {
      threshold = Math.max(threshold, randomness[0] + 1);
      pop();
    }
  }

  /**
   * The threshold of all traces of the batch; {@link Threshold#ALWAYS} if all fit. {@link
   * Threshold#NEVER} if not even the highest randomness does.
   */
  public long threshold() {
    return threshold;
  }

  /** What those cost that are kept so far. */
  public long spent() {
    return spent;
  }

  private void push(long random, long cost) {
    if (size == randomness.length) {
      randomness = Arrays.copyOf(randomness, size * 2);
      costs = Arrays.copyOf(costs, size * 2);
    }
    spent += cost;
    int at = size++;
    while (at > 0 && randomness[(at - 1) / 2] > random) {
      put(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
    randomness[at] = random;
    costs[at] = cost;
  }

  private void pop() {
    spent -= costs[0];
    size--;
    long random = randomness[size];
    long cost = costs[size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      child += child + 1 < size && randomness[child + 1] < randomness[child] ? 1 : 0;
      if (randomness[child] >= random) {
        break;
      }
      put(at, child);
      at = child;
    }
    randomness[at] = random;
    costs[at] = cost;
  }

  private void put(int to, int from) {
    randomness[to] = randomness[from];
    costs[to] = costs[from];
  }
}
