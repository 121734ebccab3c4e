package io.spanmill.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.embedded.RunProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;

/** What can be wrong with topics. */
final class TopicFaults {
  private static final int MORE = 6;

  private TopicFaults() {}

  /** The input gets more partitions, and uses them. */
  static String morePartitions(Scene scene, SplittableRandom random)
      throws InterruptedException, ExecutionException, LeftOutException {
    if (scene.fleet().application().input().isByTrace()) {
      throw new LeftOutException("an input that is partitioned by trace has to keep its number");
    }
    Map<String, NewPartitions> wanted = Map.of(Application.INPUT, NewPartitions.increaseTo(MORE));
    try (Admin admin = Admin.create(scene.cluster().access().properties())) {
      admin.createPartitions(wanted).all().get();
    }
    scene.input().spreadOver(MORE);
    return Application.INPUT + " has " + MORE + " now";
  }

  /** Nothing comes any more in one of the input's partitions, whatever else happens. */
  static String silence(Scene scene, SplittableRandom random) throws LeftOutException {
    if (scene.fleet().application().input().isByTrace()) {
      throw new LeftOutException("each trace has its partition, and time is each one's own");
    }
    int partition = random.nextInt(Campaign.FIRST_INPUT_PARTITIONS);
    scene.input().leaveOut(partition);
    return Application.INPUT + "-" + partition + " gets nothing more";
  }

  /**
   * Another pipeline finds topics under its names that do not fit: it has to say so and to end, and
   * to leave everything as it is.
   */
  static String misfit(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException, ExecutionException {
    int partitions = Application.PARTITIONS;
    String orders = scene.fleet().application().ordersSuffix();
    refuse(scene, "misfit-sums", Map.of(orders, partitions, "-sums", partitions - 1));
    refuse(
        scene,
        "misfit-changelog",
        Map.of(orders, partitions, "-assemble-decisions-changelog", partitions - 1));
    return "two other pipelines";
  }

  private static void refuse(Scene scene, String name, Map<String, Integer> topics)
      throws IOException, InterruptedException, ExecutionException {
    for (Map.Entry<String, Integer> topic : topics.entrySet()) {
      scene.cluster().access().createTopic(name + topic.getKey(), topic.getValue(), Map.of());
    }
    Path folder = scene.fleet().folder();
    Path config = folder.resolve(name + ".yaml");
    Path log = folder.resolve(name + ".log");
    Files.writeString(
        config,
        scene
            .fleet()
            .application()
            .config(name + "-1", folder.resolve("state-" + name))
            .replace("name: " + Application.NAME, "name: " + name));
    int code;
    try (RunProcess process = RunProcess.start(config, List.of("-Xmx256m"), Map.of(), log)) {
      Scene.becomes(InstanceFaults.PATIENCE, () -> !process.isAlive());
      code = process.isAlive() ? -1 : process.awaitEnd();
    }
    judge(scene, name, code, Files.readString(log, UTF_8).strip());
    Set<String> made = new HashSet<>(topicsOf(scene, name));
    topics.keySet().forEach(ours -> made.remove(name + ours));
    if (!made.isEmpty()) {
      scene.broken("wrong topics: " + name + " was refused, but has made " + made);
    }
  }

  private static void judge(Scene scene, String name, int code, String said) {
    List<String> lines = said.lines().filter(line -> line.startsWith("spanmill: ")).toList();
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    // A changelog of another size looks like that of an input that has grown since.
    boolean grown = scene.fleet().application().input().isByTrace();
    boolean named = last.contains(name + "-") || (grown && last.contains(Application.INPUT));
    if (code < 1 || code > 2 || !named) {
      scene.broken(
          "wrong topics: "
              + name
              + " ended with "
              + (code < 0 ? "no" : "" + code)
              + " exit code, and said: "
              + said);
    }
  }

  private static Set<String> topicsOf(Scene scene, String name)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(scene.cluster().access().properties())) {
      return admin.listTopics().names().get().stream()
          .filter(topic -> topic.startsWith(name + "-"))
          .collect(Collectors.toSet());
    }
  }
}
