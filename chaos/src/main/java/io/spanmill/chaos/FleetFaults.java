package io.spanmill.chaos;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to all instances in the course of a day. */
final class FleetFaults {
  private FleetFaults() {}

  /** One, three, two, one, and as many as there were. */
  static String scale(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException {
    int before = scene.fleet().wanted().size();
    for (int size : new int[] {1, 3, 2, 1}) {
      scaleTo(scene, size);
      Scene.rest(4_000 + random.nextInt(5_000));
    }
    scaleTo(scene, before);
    return "1, 3, 2, 1 and again " + before + " instances";
  }

  private static void scaleTo(Scene scene, int size) throws IOException {
    for (int code : scene.fleet().scaleTo(size)) {
      if (code != 0) {
        scene.broken("scale: an instance ended with exit code " + code);
      }
    }
  }

  /** Each in turn, as a new release would come. */
  static String rollingRestart(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException {
    List<Instance> all = scene.fleet().wanted();
    for (Instance instance : all) {
      int starts = instance.starts();
      int code = instance.terminate();
      if (code != 0) {
        scene.broken(
            "rolling restart: instance " + instance.number() + " ended with exit code " + code);
      }
      InstanceFaults.awaitStart(instance, starts);
      Scene.rest(3_000 + random.nextInt(4_000));
    }
    return all.size() + " instances";
  }
}
