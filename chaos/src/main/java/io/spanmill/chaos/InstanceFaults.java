package io.spanmill.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/** What can happen to an instance of the application. */
final class InstanceFaults {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private InstanceFaults() {}

  /** Every second time it dies again while it comes back. */
  static String kill(Scene scene, SplittableRandom random) throws InterruptedException {
    Instance instance = scene.anInstance(random);
    int again = random.nextInt(2) == 0 ? 1 + random.nextInt(2) : 0;
    killAndAwaitStart(instance);
    for (int i = 0; i < again; i++) {
      Scene.rest(500 + random.nextInt(5_000));
      killAndAwaitStart(instance);
    }
    return "instance " + instance.number() + (again == 0 ? "" : ", and again " + again + "x");
  }

  private static void killAndAwaitStart(Instance instance) throws InterruptedException {
    int starts = instance.starts();
    instance.kill();
    awaitStart(instance, starts);
  }

  static void awaitStart(Instance instance, int startsBefore) throws InterruptedException {
    Scene.await(
        "the start of instance " + instance.number(),
        PATIENCE,
        () -> instance.starts() > startsBefore);
  }

  static String terminate(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException {
    Instance instance = scene.anInstance(random);
    int starts = instance.starts();
    long from = System.nanoTime();
    int code = instance.terminate();
    double seconds = (System.nanoTime() - from) / 1e9;
    if (code != 0) {
      scene.broken("SIGTERM: instance " + instance.number() + " ended with exit code " + code);
    }
    awaitStart(instance, starts);
    return String.format(
        "instance %d, exit code %d after %.1f s", instance.number(), code, seconds);
  }

  /** For so long that the group goes on without it, and its transaction is given up. */
  static String pause(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException {
    Instance instance = scene.anInstance(random);
    long longest = Math.max(Application.SESSION.toMillis(), Application.TRANSACTION.toMillis());
    long millis = longest + 2_000 + random.nextInt(6_000);
    instance.signal("STOP");
    try {
      Scene.rest(millis);
    } finally {
      instance.signal("CONT");
    }
    return String.format("instance %d for %.1f s", instance.number(), millis / 1e3);
  }
}
