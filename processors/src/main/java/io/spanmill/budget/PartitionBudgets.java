package io.spanmill.budget;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Match;
import io.spanmill.sampling.Budgets;
import io.spanmill.sampling.Demands;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.state.DemandFormat;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import io.spanmill.window.LocalSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All budgets of the policies that are in force in one partition. Not thread-safe.
 *
 * <p>Which table a trace asks for is settled by when its first span came of those with the least
 * threshold, and a fixed wait: when it is decided depends on spans that are there or not depending
 * on its randomness, and so must not settle it. What it asks for counts when it was due.
 */
public final class PartitionBudgets implements Budgets, Demands {
  /**
   * What all budgets of a partition have in common.
   *
   * @param partitions among which each budget is divided
   * @param waitMillis from the first span of a trace to the time whose table it asks for
   * @param maxAgeMillis for how long a trace may be open
   */
  public record Setting(int partitions, long waitMillis, long maxAgeMillis) {
    /** So many epochs may lie between those of two traces that are open at the same time. */
    int span() {
      return (int) Epochs.at(maxAgeMillis + waitMillis) + 2;
    }
  }

  private static final SpanTable NOTHING = new SpanTable();

  private final Setting setting;
  private final LocalSums<DemandSum> sums = new LocalSums<>(new DemandFormat(), 1);

  /** By the policy's name. */
  private Map<String, PartitionBudget> byPolicy = Map.of();

  /** The same by {@link PolicyBudget#text}. */
  private Map<String, PartitionBudget> byText = new TreeMap<>();

  /** Those that are strict, by the policy's name. */
  private Map<String, StrictBudget> strict = Map.of();

  /** The limits that the strict ones were made of. */
  private Map<String, PolicySpec.Throughput> strictLimits = Map.of();

  private long nowMillis;
  private long randomness;
  private long tableEpoch = Match.NO_TABLE;
  private Moment moment = new Moment(0, 0);
  private SpanTable counted = NOTHING;

  public PartitionBudgets(Setting setting) {
    this.setting = setting;
  }

  /**
   * Takes over these budgets. One that was there before goes on if nothing of it has changed.
   *
   * @param limits by the names under which they will be asked for
   * @return what of those before is there no more, with its tables
   */
  public Map<String, List<BudgetTable>> adopt(Map<String, PolicySpec.Throughput> limits) {
    adoptStrict(limits);
    Map<String, PartitionBudget> before = byText;
    byPolicy = new LinkedHashMap<>();
    byText = new TreeMap<>();
    limits.forEach(
        (policy, limit) -> {
          if (limit.strict()) {
            return;
          }
          PolicyBudget named = PolicyBudget.of(policy, limit);
          String text = named.text();
          PartitionBudget known = before.remove(text);
          PartitionBudget budget = known == null ? fresh(text, named.budget()) : known;
          byPolicy.put(policy, budget);
          byText.put(text, budget);
        });
    Map<String, List<BudgetTable>> gone = new TreeMap<>();
    before.forEach((text, budget) -> gone.put(text, budget.tables().all()));
    return gone;
  }

  private void adoptStrict(Map<String, PolicySpec.Throughput> limits) {
    Map<String, StrictBudget> before = strict;
    Map<String, PolicySpec.Throughput> limitsBefore = strictLimits;
    strict = new LinkedHashMap<>();
    strictLimits = new LinkedHashMap<>();
    limits.forEach(
        (policy, limit) -> {
          if (limit.strict()) {
            boolean same = limit.equals(limitsBefore.get(policy));
            StrictBudget known = same ? before.get(policy) : null;
            strict.put(policy, known == null ? freshStrict(policy, limit) : known);
            strictLimits.put(policy, limit);
          }
        });
  }

  private StrictBudget freshStrict(String policy, PolicySpec.Throughput limit) {
    Budget budget = PolicyBudget.of(policy, limit).budget();
    return new StrictBudget(budget, setting.partitions(), nowMillis);
  }

  private PartitionBudget fresh(String text, Budget budget) {
    return new PartitionBudget(text, budget, setting.partitions(), setting.span(), sums);
  }

  /** Whether nothing is limited on average, so that no demand arises and no table is needed. */
  public boolean isEmpty() {
    return byText.isEmpty();
  }

  /** Whether something is strictly limited, so that traces that are due are decided together. */
  public boolean isStrict() {
    return !strict.isEmpty();
  }

  /** Begins a batch of traces that are decided together; of each {@link #addToBatch} follows. */
  public void beginBatch(long watermarkMillis) {
    nowMillis = watermarkMillis;
    strict.values().forEach(budget -> budget.begin(watermarkMillis));
  }

  /**
   * Adds a trace to the batches of those that it asks of.
   *
   * @param random the trace's randomness
   * @param asked tells what it asks of
   */
  public void addToBatch(Trace trace, long random, Consumer<Demands> asked) {
    asked.accept(
        (policy, key) -> {
          StrictBudget budget = strict.get(policy);
          if (budget != null) {
            budget.add(random, trace.spans());
          }
        });
  }

  /** All were added: thresholds hold until {@link #endBatch}, when all are decided. */
  public void fixBatch() {
    strict.values().forEach(StrictBudget::fix);
  }

  public void endBatch() {
    strict.values().forEach(StrictBudget::end);
  }

  /**
   * Takes in a table.
   *
   * @return false if it is of no budget that is here
   */
  public boolean add(BudgetTable table) {
    PartitionBudget budget = byText.get(table.policy());
    if (budget == null) {
      return false;
    }
    budget.tables().add(table);
    return true;
  }

  /** The newest table of each budget that has one, by the policy's name. */
  public Map<String, BudgetTable> newestTables() {
    Map<String, BudgetTable> newest = new TreeMap<>();
    byPolicy.forEach(
        (policy, budget) -> {
          BudgetTable table = budget.tables().newest();
          if (table != null) {
            newest.put(policy, table);
          }
        });
    return newest;
  }

  @Override
  public long threshold(String policy, long key, Trace trace) {
    StrictBudget strictly = strict.get(policy);
    if (strictly != null) {
      tableEpoch = Match.NO_TABLE;
      return strictly.threshold(trace);
    }
    PartitionBudget budget = of(policy);
    long epoch = tableEpoch(trace.anchorMillis());
    long used = budget.tableEpoch(epoch);
    tableEpoch = used == BudgetController.NONE ? Match.NO_TABLE : used;
    return budget.threshold(epoch, key);
  }

  @Override
  public long tableEpoch() {
    return tableEpoch;
  }

  private long tableEpoch(long anchorMillis) {
    return Epochs.at(anchorMillis + setting.waitMillis());
  }

  private PartitionBudget of(String policy) {
    PartitionBudget budget = byPolicy.get(policy);
    if (budget == null) {
      throw new IllegalStateException("no budget of " + policy);
    }
    return budget;
  }

  /**
   * Counts a trace that was decided, kept or not, in each budget that it asks of.
   *
   * @param dueMillis when it was due to be decided
   * @param asked tells what it asks of
   */
  public void count(Trace trace, long dueMillis, Consumer<Demands> asked) {
    if (!isEmpty() || isStrict()) {
      randomness = trace.decision().verdict().basis().randomness();
      moment = new Moment(tableEpoch(trace.anchorMillis()), Epochs.at(dueMillis));
      counted = trace.spans();
      asked.accept(this);
      counted = NOTHING;
    }
  }

  @Override
  public void ask(String policy, long key) {
    StrictBudget strictly = strict.get(policy);
    if (strictly == null) {
      of(policy).count(moment, key, counted);
    } else {
      strictly.count(randomness, counted);
    }
  }

  /** Puts out what was counted since this was called last, as demand. */
  public void drain(LocalSums.Output output) {
    sums.drain(output);
  }

  /**
   * Drops the tables that no open trace asks for any more.
   *
   * @param nowMillis the watermark; all that was due by then is decided
   * @return those tables
   */
  public List<BudgetTable> forgetBefore(long nowMillis) {
    List<BudgetTable> forgotten = new ArrayList<>();
    long epoch = Epochs.at(nowMillis - setting.maxAgeMillis());
    byText.values().forEach(budget -> forgotten.addAll(budget.tables().forgetBefore(epoch)));
    return forgotten;
  }

  /** Shows what is to be stored of each budget that has changed since this was called last. */
  public void forEachChange(BiConsumer<String, byte[]> change) {
    byText.forEach(
        (text, budget) -> {
          byte @Nullable [] bytes = budget.guard().changes();
          if (bytes != null) {
            change.accept(text, bytes);
          }
        });
  }

  /**
   * Goes on where a budget had come to.
   *
   * @return false if there is no such budget
   */
  public boolean restore(String text, byte[] bytes) {
    PartitionBudget budget = byText.get(text);
    if (budget == null) {
      return false;
    }
    budget.guard().restore(bytes);
    return true;
  }

  /**
   * What one of several partitions that this one is divided into has to restore.
   *
   * @param stored as {@link #forEachChange} shows it
   * @param part 0 … parts − 1
   * @throws IllegalStateException if it was stored by a later release
   */
  public static byte[] divided(byte[] stored, int parts, int part) {
    return BudgetGuard.divided(stored, parts, part);
  }
}
