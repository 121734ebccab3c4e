package io.spanmill.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** What can happen around an instance: to what it may do, and to its clock. */
final class HostFaults {
  private HostFaults() {}

  /** Somebody takes a right away, and gives it back. */
  static String revoke(Scene scene, SplittableRandom random)
      throws InterruptedException, ExecutionException {
    long millis = 5_000L + random.nextInt(10_000);
    Permissions permissions = new Permissions(scene.cluster().access());
    String name = Application.NAME;
    String what;
    switch (random.nextInt(4)) {
      case 0 -> {
        what = "READ of the group";
        permissions.forbid(ResourceType.GROUP, name, AclOperation.READ, millis);
      }
      case 1 -> {
        what = "READ of the input";
        permissions.forbid(ResourceType.TOPIC, Application.INPUT, AclOperation.READ, millis);
      }
      case 2 -> {
        what = "WRITE of the decisions";
        permissions.forbid(ResourceType.TOPIC, name + "-decisions", AclOperation.WRITE, millis);
      }
      default -> {
        String orders = name + scene.fleet().application().ordersSuffix();
        what = "WRITE of " + orders;
        permissions.forbid(ResourceType.TOPIC, orders, AclOperation.WRITE, millis);
      }
    }
    return String.format(Locale.ROOT, "%s for %.1f s", what, millis / 1e3);
  }

  /** The clock of an instance's host jumps, and after a while it is right again. */
  static String jumpClock(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException, LeftOutException {
    Instance instance = scene.anInstance(random);
    Path clock = instance.clock();
    if (clock == null) {
      throw new LeftOutException("needs a C compiler (cc) and a Linux that knows LD_PRELOAD");
    }
    Duration jump = random.nextInt(2) == 0 ? Duration.ofHours(1) : Duration.ofDays(1);
    long seconds = random.nextInt(2) == 0 ? jump.toSeconds() : -jump.toSeconds();
    ClockShim.set(clock, seconds);
    try {
      Scene.rest(5_000 + random.nextInt(10_000));
    } finally {
      ClockShim.set(clock, 0);
    }
    return String.format(Locale.ROOT, "instance %d by %+d h", instance.number(), seconds / 3600);
  }
}
