package io.spanmill.budget;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;
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
 * likes. Nothing but the seed of that pace is random.
 */
final class BudgetRun {
  static final String POLICY = "budget";

  /** What became of an epoch. */
  record Outcome(int arrived, int kept, double estimate) {}

  private final BudgetController controller;
  private final List<LocalSums<DemandSum>> sums = new ArrayList<>();
  private final List<PartitionBudget> partitions = new ArrayList<>();
  private final int instances;
  private final SplittableRandom pace;
  private final DemandFormat format = new DemandFormat();
  private final TreeMap<Long, EpochDemand> open = new TreeMap<>();
  private final List<byte[]> published = new ArrayList<>();

  BudgetRun(Budget budget, int partitionCount, int instances, long paceSeed) {
    this.controller = new BudgetController(POLICY, budget);
    this.instances = instances;
    this.pace = new SplittableRandom(paceSeed);
    for (int i = 0; i < partitionCount; i++) {
      LocalSums<DemandSum> local = new LocalSums<>(format, 1);
      sums.add(local);
      partitions.add(new PartitionBudget(POLICY, budget, partitionCount, 1, local));
    }
  }

  /** All tables so far, as they stand in the stream. */
  List<byte[]> published() {
    return published;
  }

  PartitionBudget partition(int index) {
    return partitions.get(index);
  }

  /** One epoch: what is due in it is decided, then it is complete. */
  Outcome epoch(long epoch, List<Arrival> arrivals) {
    List<List<Arrival>> byPartition = new ArrayList<>();
    partitions.forEach(unused -> byPartition.add(new ArrayList<>()));
    for (Arrival arrival : arrivals) {
      byPartition.get(Math.floorMod(arrival.place(), partitions.size())).add(arrival);
    }
    int kept = 0;
    double estimate = 0;
    int[] done = new int[partitions.size()];
    for (int left = arrivals.size(); left > 0; ) {
      int instance = pace.nextInt(instances);
      for (int p = instance; p < done.length; p += instances) {
        for (int batch = pace.nextInt(1_000);
            batch > 0 && done[p] < byPartition.get(p).size();
            batch--) {
          Arrival arrival = byPartition.get(p).get(done[p]++);
          left--;
          long threshold = decide(p, epoch, arrival);
          kept += threshold == Threshold.NEVER ? 0 : 1;
          estimate += threshold == Threshold.NEVER ? 0 : Threshold.adjustedCount(threshold);
        }
        if (pace.nextInt(3) == 0) {
          tell(p);
        }
      }
    }
    for (int p = 0; p < partitions.size(); p++) {
      tell(p);
    }
    complete(epoch + 1);
    return new Outcome(arrivals.size(), kept, estimate);
  }

  /** The threshold it is kept at, or NEVER. */
  private long decide(int p, long epoch, Arrival arrival) {
    PartitionBudget partition = partitions.get(p);
    long threshold = Math.max(arrival.upstream(), partition.threshold(epoch, arrival.key()));
    partition.count(epoch, arrival.key(), arrival.spans());
    return arrival.random() >= threshold ? threshold : Threshold.NEVER;
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

  private void complete(long before) {
    for (long next = next(before); next != BudgetController.NONE; next = next(before)) {
      EpochDemand demand = open.remove(next);
      byte[] table =
          BudgetTableFormat.write(
              controller.close(next, demand == null ? new EpochDemand() : demand));
      published.add(table);
      partitions.forEach(partition -> partition.tables().add(BudgetTableFormat.read(table)));
    }
  }

  private long next(long before) {
    return controller.next(open.isEmpty() ? Long.MAX_VALUE : open.firstKey(), before);
  }

  BudgetTable table(int index) {
    return BudgetTableFormat.read(published.get(index));
  }
}
