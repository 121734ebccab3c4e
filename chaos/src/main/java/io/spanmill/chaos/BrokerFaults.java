package io.spanmill.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** What can happen to brokers. */
final class BrokerFaults {
  private BrokerFaults() {}

  /** The one that leads something that matters. */
  static String killOne(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException, ExecutionException {
    Leaders leaders = new Leaders(scene.cluster().access());
    int broker;
    String what;
    if (random.nextInt(2) == 0) {
      int partition = random.nextInt(Application.PARTITIONS);
      String topic = scene.fleet().application().assembled();
      what = topic + "-" + partition;
      broker = leaders.of(topic, partition);
    } else {
      what = "the group's coordinator";
      broker = leaders.coordinator(Application.NAME);
    }
    long millis = 2_000L + random.nextInt(8_000);
    scene.cluster().kill(broker);
    try {
      Scene.rest(millis);
    } finally {
      scene.cluster().restart(List.of(broker));
    }
    return String.format(Locale.ROOT, "broker %d (%s) for %.1f s", broker, what, millis / 1e3);
  }

  /** At the same moment, as if the power were gone. */
  static String killAll(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException {
    List<Integer> all = IntStream.rangeClosed(1, Cluster.BROKERS).boxed().toList();
    long millis = 1_000L + random.nextInt(6_000);
    all.forEach(scene.cluster()::kill);
    try {
      Scene.rest(millis);
    } finally {
      scene.cluster().restart(all);
    }
    return String.format(Locale.ROOT, "for %.1f s", millis / 1e3);
  }
}
