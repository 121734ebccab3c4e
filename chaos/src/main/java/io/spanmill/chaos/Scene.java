package io.spanmill.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Where faults strike. For the thread that makes them; promises may be broken by any. */
final class Scene {
  private static final long LOOK_EVERY_MILLIS = 20;

  private final Cluster cluster;
  private final Fleet fleet;
  private final InputProducer input;
  private final List<String> brokenPromises = new ArrayList<>();

  Scene(Cluster cluster, Fleet fleet, InputProducer input) {
    this.cluster = cluster;
    this.fleet = fleet;
    this.input = input;
  }

  Cluster cluster() {
    return cluster;
  }

  Fleet fleet() {
    return fleet;
  }

  InputProducer input() {
    return input;
  }

  /** One of the instances that are kept running. */
  Instance anInstance(SplittableRandom random) {
    List<Instance> wanted = fleet.wanted();
    return wanted.get(random.nextInt(wanted.size()));
  }

  /** Something that is told about no data, but was promised all the same. */
  synchronized void broken(String promise) {
    brokenPromises.add(promise);
  }

  synchronized List<String> brokenPromises() {
    return List.copyOf(brokenPromises);
  }

  static void rest(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }

  /**
   * @throws IllegalStateException if it takes longer
   */
  static void await(String what, Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    if (!becomes(patience, condition)) {
      throw new IllegalStateException(
          what + " did not happen within " + patience.toSeconds() + " s");
    }
  }

  /** Whether it comes true in time. */
  static boolean becomes(Duration patience, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }
}
