package io.spanmill.budget;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.state.BudgetTableFormat;
import io.spanmill.state.DemandFormat;
import io.spanmill.window.LocalSums;
import io.spanmill.window.Sums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A budget at work in several partitions, which several instances share: each instance works
 * through its partitions at its own pace within an epoch, and tells what it has counted whenever it
 * likes.
 */
final class BudgetRun {
  private static final String POLICY = "budget";

  /** Partitions and instances, and how fast these happen to be. */
  record Shape(int partitions, int instances, long paceSeed) {}

  private final Budget budget;
  private final Shape shape;
  private final SplittableRandom pace;
  private final DemandFormat format = new DemandFormat();
  private final TreeMap<Long, EpochDemand> open = new TreeMap<>();
  private final List<byte[]> published = new ArrayList<>();
  private final List<LocalSums<DemandSum>> sums = new ArrayList<>();
  private final List<PartitionBudget> partitions = new ArrayList<>();
  private BudgetController controller;

  BudgetRun(Budget budget, Shape shape) {
    this.budget = budget;
    this.shape = shape;
    pace = new SplittableRandom(shape.paceSeed());
    controller = new BudgetController(POLICY, budget);
    for (int i = 0; i < shape.partitions(); i++) {
      sums.add(new LocalSums<>(format, 1));
      partitions.add(partition(i));
    }
  }

  private PartitionBudget partition(int index) {
    return new PartitionBudget(POLICY, budget, shape.partitions(), 1, sums.get(index));
  }

  /** All tables so far, as they stand in the stream. */
  List<byte[]> published() {
    return published;
  }

  /** Everything is lost but what is stored. */
  void restart() {
    byte[] stored = controller.toBytes();
    controller = new BudgetController(POLICY, budget);
    controller.restore(stored);
    for (int i = 0; i < partitions.size(); i++) {
      PartitionBudget old = partitions.get(i);
      PartitionBudget back = partition(i);
      old.tables().all().forEach(back.tables()::add);
      back.guard().restore(old.guard().toBytes());
      partitions.set(i, back);
    }
  }

  /**
   * Decides all that is due in an epoch, and completes it.
   *
   * @return the thresholds that the traces were held against, in their order
   */
  long[] epoch(long epoch, List<Arrival> arrivals) {
    List<List<Integer>> byPartition = new ArrayList<>();
    partitions.forEach(unused -> byPartition.add(new ArrayList<>()));
    for (int i = 0; i < arrivals.size(); i++) {
      byPartition.get(Math.floorMod(arrivals.get(i).place(), shape.partitions())).add(i);
    }
    long[] thresholds = new long[arrivals.size()];
    int[] done = new int[shape.partitions()];
    for (int left = arrivals.size(); left > 0; ) {
      int partition = nextPartition();
      List<Integer> due = byPartition.get(partition);
      int upTo = Math.min(due.size(), done[partition] + pace.nextInt(1_000));
      for (; done[partition] < upTo; left--) {
        int arrival = due.get(done[partition]++);
        thresholds[arrival] = decide(partition, epoch, arrivals.get(arrival));
      }
      if (pace.nextInt(3) == 0) {
        tell(partition);
      }
    }
    complete(epoch);
    return thresholds;
  }

  /** An instance, and one of those partitions that are its own. */
  private int nextPartition() {
    int instance = pace.nextInt(Math.min(shape.instances(), shape.partitions()));
    int own = (shape.partitions() - instance + shape.instances() - 1) / shape.instances();
    return instance + shape.instances() * pace.nextInt(own);
  }

  private long decide(int index, long epoch, Arrival arrival) {
    PartitionBudget partition = partitions.get(index);
    long threshold = partition.threshold(epoch, arrival.key());
    partition.count(new Moment(epoch, epoch), arrival.key(), arrival.spans());
    partition.tables().forgetBefore(epoch);
    return Math.max(arrival.upstream(), threshold);
  }

  private void tell(int partition) {
    Map<Demand, DemandSum> told = new HashMap<>();
    Sums.drain(sums.get(partition), format, told);
    told.forEach(
        (demand, sum) ->
            open.computeIfAbsent(
                    controller.countedIn(Epochs.at(demand.epochStartMillis())),
                    unused -> new EpochDemand())
                .add(demand, sum));
  }

  private void complete(long epoch) {
    for (int p = 0; p < shape.partitions(); p++) {
      tell(p);
    }
    for (long next = next(epoch); next != BudgetController.NONE; next = next(epoch)) {
      EpochDemand demand = open.remove(next);
      BudgetTable table = controller.close(next, demand == null ? new EpochDemand() : demand);
      byte[] bytes = BudgetTableFormat.write(table);
      published.add(bytes);
      partitions.forEach(partition -> partition.tables().add(BudgetTableFormat.read(bytes)));
    }
  }

  private long next(long epoch) {
    return controller.next(open.isEmpty() ? Long.MAX_VALUE : open.firstKey(), epoch + 1);
  }
}
