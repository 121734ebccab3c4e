package io.spanmill.benchmarks;

import io.spanmill.embedded.BrokerProcess;
import io.spanmill.embedded.GroupProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * Has an application work off loads that stand in Kafka, broker and application each in a process
 * of its own, and takes both their times. The first load warms it up. While the next is written the
 * application stands still, so that all of it is there when the clock starts, and what runs often
 * is compiled.
 */
final class BenchRun implements AutoCloseable {
  static final String NAME = "bench";
  private static final String HTTP = "127.0.0.1:18091";
  private static final int LARGEST_RECORD = 8 << 20;
  private static final long LOOK_MILLIS = 100;

  /** Between two loads, in the time of the spans. */
  private static final long MILLIS_BETWEEN = 120_000;

  private static final List<String> BROKER_OPTIONS =
      List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC", "-XX:-UseDynamicNumberOfCompilerThreads");

  private final BenchPlan plan;
  private final Path folder;
  private final Consumer<String> progress;
  private final BrokerProcess broker;
  private final Admin admin;
  private final GroupProgress group;
  private @Nullable ApplicationProcess application;
  private long startMillis = Scene.START_MILLIS;

  /**
   * Starts a broker.
   *
   * @param progress hears what is being done
   */
  BenchRun(BenchPlan plan, Path folder, Consumer<String> progress) throws Exception {
    this.plan = plan;
    this.folder = Files.createDirectories(folder);
    this.progress = progress;
    progress.accept("starting a broker");
    broker = BrokerProcess.start(folder.resolve("kafka"), BROKER_OPTIONS);
    admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()));
    group = new GroupProgress(admin, NAME);
    NewTopic input =
        new NewTopic(Scene.INPUT, plan.inputPartitions(), (short) 1)
            .configs(Map.of("max.message.bytes", "" + LARGEST_RECORD));
    admin.createTopics(List.of(input)).all().get();
  }

  /** Starts the application, and warms both up. */
  void warmUp() throws Exception {
    write(0, plan.warmUp());
    progress.accept("warming up");
    application = start();
    awaitDrained();
  }

  private ApplicationProcess application() {
    return Objects.requireNonNull(application, "warmUp comes first");
  }

  private ApplicationProcess start() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("name: " + NAME);
    lines.add("state_dir: " + folder.resolve("state"));
    lines.add("http: {listen: '" + HTTP + "'}");
    lines.add("kafka: {bootstrap.servers: '" + broker.bootstrapServers() + "'}");
    lines.addAll(plan.config());
    Path config = Files.write(folder.resolve("spanmill.yaml"), lines);
    return ApplicationProcess.start(folder, plan.options(), plan.design().main(), config, HTTP);
  }

  /**
   * Writes a load and has it worked off.
   *
   * @param number of the round, from 1 on: each has a load of its own
   */
  Drained drain(int number) throws Exception {
    application().signal("STOP");
    write(number, plan.spans());
    Map<String, Long> bytesBefore = bytes();
    long allocatedBefore = application().collections().allocated();
    ProcessTimes brokerBefore = ProcessTimes.of(broker.pid());
    ProcessTimes before = ProcessTimes.of(application().pid());
    progress.accept("round " + number + ": working off");
    long from = System.nanoTime();
    application().signal("CONT");
    awaitDrained();
    double seconds = (System.nanoTime() - from) / 1e9;
    ProcessTimes took = ProcessTimes.of(application().pid()).since(before);
    ProcessTimes brokerTook = ProcessTimes.of(broker.pid()).since(brokerBefore);
    return new Drained(
        plan.spans(),
        seconds,
        took,
        brokerTook,
        growth(bytesBefore, bytes()),
        application().collections().allocated() - allocatedBefore);
  }

  /** How long traces take at a rate that the application can keep up with. */
  Latencies latencies(int spansPerSecond, int seconds) throws Exception {
    progress.accept("measuring latency at " + spansPerSecond + " spans/s for " + seconds + " s");
    OrdinaryLoad.Kind kind = new OrdinaryLoad.Kind(true, startMillis, spansPerSecond, 0);
    try (MeasureLatency latency =
            new MeasureLatency(broker.bootstrapServers(), NAME + "-traces", startMillis);
        LoadWriter writer = writer()) {
      new OrdinaryLoad(-1, kind, plan.shape(), latency.through(writer))
          .write((long) spansPerSecond * seconds);
      startMillis += seconds * 1_000L + MILLIS_BETWEEN;
      return latency.finish();
    }
  }

  private void write(long seed, long spans) throws IOException {
    progress.accept("writing " + spans + " spans");
    OrdinaryLoad.Kind kind = new OrdinaryLoad.Kind(true, startMillis, plan.spansPerSecond(), 0);
    long start = startMillis;
    try (LoadWriter writer = writer()) {
      new OrdinaryLoad(
              seed, kind, plan.shape(), (request, millis) -> writer.write(request, start + millis))
          .write(spans);
    }
    startMillis += spans * 1_000 / plan.spansPerSecond() + MILLIS_BETWEEN;
  }

  private LoadWriter writer() {
    return new LoadWriter(
        broker.bootstrapServers(),
        Scene.INPUT,
        plan.inputPartitions(),
        plan.input(),
        LARGEST_RECORD);
  }

  /** All that stands in the input, and what came of it, has been worked off and committed. */
  private void awaitDrained() throws Exception {
    awaitCommitted(Scene.INPUT);
    for (String stage : plan.stages(NAME)) {
      awaitCommitted(stage);
    }
  }

  private void awaitCommitted(String topic) throws Exception {
    application().awaitCommitted(group, group.ends(Set.of(topic)), LOOK_MILLIS);
  }

  /** Of all logs by topic, but the input's. */
  private Map<String, Long> bytes() throws Exception {
    Map<String, Long> bytes = new TreeMap<>();
    for (Map<String, LogDirDescription> ofBroker :
        admin.describeLogDirs(List.of(1)).allDescriptions().get().values()) {
      for (LogDirDescription directory : ofBroker.values()) {
        directory
            .replicaInfos()
            .forEach((log, info) -> bytes.merge(log.topic(), info.size(), Long::sum));
      }
    }
    bytes.remove(Scene.INPUT);
    return bytes;
  }

  private static Map<String, Long> growth(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> growth = new TreeMap<>();
    after.forEach((topic, bytes) -> growth.put(topic, bytes - before.getOrDefault(topic, 0L)));
    return growth;
  }

  /** Most bytes of the heap in use so far. */
  long peakHeap() throws IOException {
    return application().collections().peak();
  }

  /** Most bytes that the application took of the machine so far. */
  long peakMemory() throws IOException {
    return application().peakMemory() << 20;
  }

  @Override
  public void close() throws IOException {
    if (application != null) {
      application.close();
    }
    admin.close();
    broker.close();
  }
}
