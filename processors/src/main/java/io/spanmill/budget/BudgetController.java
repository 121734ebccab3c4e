package io.spanmill.budget;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;
import io.spanmill.state.DemandFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Makes the tables of one budget, one for each epoch in which something is to be expected: from
 * what arrived in all partitions, and so the same however it was spread over them. Not thread-safe.
 *
 * <p>The most frequent keys are listed, once they have come in two epochs. What new keys bring
 * before may take a part of the budget that is their own; what they do not need of it the others
 * have, and the other way round.
 */
public final class BudgetController {
  /** So many keys have a threshold of their own. */
  public static final int KEYS = 1_000;

  /** No epoch. */
  public static final long NONE = Long.MIN_VALUE;

  private static final byte VERSION = 1;
  private static final long NOT_YET = Long.MAX_VALUE;

  private static final Comparator<Map.Entry<Long, Key>> MOST_FREQUENT_FIRST =
      Comparator.comparingDouble((Map.Entry<Long, Key> key) -> -key.getValue().demand.population())
          .thenComparing(Map.Entry.comparingByKey());

  private static final class Key {
    private final ExpectedDemand demand;

    /** The epoch of the first table that lists it; {@link #NOT_YET} if none does. */
    private long listedFrom;

    Key(ExpectedDemand demand, long listedFrom) {
      this.demand = demand;
      this.listedFrom = listedFrom;
    }
  }

  private final String policy;
  private final Budget budget;
  private final DemandFormat format = new DemandFormat();
  private final NavigableMap<Long, Key> keys = new TreeMap<>();
  private ExpectedDemand arrived = new ExpectedDemand();
  private ExpectedDemand unseen = new ExpectedDemand();
  private ExpectedDemand others = new ExpectedDemand();
  private long last = NONE;

  public BudgetController(String policy, Budget budget) {
    this.policy = policy;
    this.budget = budget;
  }

  /**
   * The epoch that is to be closed next.
   *
   * @param oldest the first epoch of which demand is known, or {@link Long#MAX_VALUE}
   * @param complete every epoch before this one is complete: {@link Epochs#at} of the earliest
   *     watermark of all partitions
   * @return {@link #NONE} if there is none: the next is not complete, or nothing is expected and
   *     nothing came
   */
  public long next(long oldest, long complete) {
    long next = isIdle() ? oldest : last + 1;
    return next < complete ? next : NONE;
  }

  /** The epoch in which demand of an epoch counts: that epoch, or the next if it is closed. */
  public long countedIn(long epoch) {
    return Math.max(epoch, last + 1);
  }

  /** Whether nothing is expected, and no epoch from this one on was taken in. */
  boolean isSilentSince(long epoch) {
    return isIdle() && last < epoch;
  }

  private boolean isIdle() {
    return arrived.isNegligible();
  }

  /**
   * Takes in all that arrived in an epoch.
   *
   * @param epoch as {@link #next} gave it
   * @return the table of the epoch {@link Epochs#DELAY} later
   */
  public BudgetTable close(long epoch, EpochDemand demand) {
    age(last == NONE ? 0 : epoch - last);
    last = epoch;
    arrived.add(demand.unnamed());
    others.add(demand.unnamed());
    demand.named().forEach(this::add);
    keys.values().removeIf(key -> key.demand.isNegligible());
    dropLeastFrequent();
    demand.named().forEach(this::countUnlisted);
    return table(epoch + Epochs.DELAY);
  }

  private void age(long epochs) {
    arrived.age(epochs);
    unseen.age(epochs);
    others.age(epochs);
    keys.values().forEach(key -> key.demand.age(epochs));
  }

  /** Listed is what came in two epochs: of keys that come once there may be any number. */
  private void add(Long hash, DemandSum sum) {
    arrived.add(sum);
    Key key = keys.get(hash);
    if (key == null) {
      key = new Key(new ExpectedDemand(), NOT_YET);
      keys.put(hash, key);
    } else if (key.listedFrom == NOT_YET) {
      key.listedFrom = last + Epochs.DELAY;
    }
    key.demand.add(sum);
  }

  private void dropLeastFrequent() {
    if (keys.size() > KEYS) {
      List<Map.Entry<Long, Key>> ranked = new ArrayList<>(keys.entrySet());
      ranked.sort(MOST_FREQUENT_FIRST);
      ranked.subList(KEYS, ranked.size()).forEach(surplus -> keys.remove(surplus.getKey()));
    }
  }

  /** What came of keys that the table of this epoch did not list. */
  private void countUnlisted(Long hash, DemandSum sum) {
    Key key = keys.get(hash);
    if (key == null) {
      others.add(sum);
    } else if (key.listedFrom > last) {
      unseen.add(sum);
    }
  }

  private BudgetTable table(long epoch) {
    NavigableMap<Long, ExpectedDemand> listed = new TreeMap<>();
    keys.forEach(
        (hash, key) -> {
          if (key.listedFrom <= epoch) {
            listed.put(hash, key.demand);
          }
        });
    List<ExpectedDemand> demands = List.copyOf(listed.values());
    double forUnseen = forUnseen(demands);
    PowerAllocation shares =
        new PowerAllocation(budget, budget.perEpoch() - forUnseen, demands, others);
    ExpectedDemand unlisted = new ExpectedDemand();
    unlisted.add(unseen);
    unlisted.add(others);
    long rest = threshold(unlisted, forUnseen + shares.others());
    double kept = unlisted.kept(Threshold.probability(rest));
    long[] thresholds = new long[demands.size()];
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = threshold(demands.get(i), shares.of(i));
      kept += demands.get(i).kept(Threshold.probability(thresholds[i]));
    }
    long[] hashes = listed.keySet().stream().mapToLong(Long::longValue).toArray();
    BudgetTable.Totals totals = new BudgetTable.Totals(budget.perEpoch(), arrived.cost(), kept);
    return new BudgetTable(policy, epoch, totals, hashes, thresholds, rest);
  }

  /** What may be kept of new keys: their part of the budget, or what nobody else needs. */
  private double forUnseen(List<ExpectedDemand> listed) {
    double free = budget.perEpoch() - others.cost();
    for (ExpectedDemand demand : listed) {
      free -= demand.cost();
    }
    return Math.min(unseen.cost(), Math.max(budget.unseenShare() * budget.perEpoch(), free));
  }

  private static long threshold(ExpectedDemand demand, double kept) {
    return WrittenThreshold.of(demand.probabilityOf(kept));
  }

  /**
   * Everything it has to know to go on, as it is stored.
   *
   * <pre>
   * version 1   1 byte
   * last        zigzag; the last epoch that was closed
   * arrived     expected demand: {@link DemandFormat}'s sum, with costs in units of 2^−16
   * unseen      expected demand
   * others      expected demand
   * to the end  a key's hash (zigzag), since which epoch it is listed (zigzag), expected demand
   * </pre>
   */
  public byte[] toBytes() {
    ProtoWriter out = new ProtoWriter(256);
    out.writeByte(VERSION).writeZigZag(last);
    format.write(arrived.sum(), out);
    format.write(unseen.sum(), out);
    format.write(others.sum(), out);
    keys.forEach(
        (hash, key) -> {
          out.writeZigZag(hash).writeZigZag(key.listedFrom);
          format.write(key.demand.sum(), out);
        });
    return out.toByteArray();
  }

  /**
   * Goes on where another had come to.
   *
   * @param bytes as {@link #toBytes} gave them, perhaps with another budget
   * @throws IllegalArgumentException if they are of another version
   */
  public void restore(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    in.expectVersion(VERSION);
    last = in.readZigZag();
    arrived = new ExpectedDemand(format.read(in));
    unseen = new ExpectedDemand(format.read(in));
    others = new ExpectedDemand(format.read(in));
    keys.clear();
    while (in.hasMore()) {
      long hash = in.readZigZag();
      long listedFrom = in.readZigZag();
      keys.put(hash, new Key(new ExpectedDemand(format.read(in)), listedFrom));
    }
  }
}
