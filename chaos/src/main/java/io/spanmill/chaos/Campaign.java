package io.spanmill.chaos;

import io.spanmill.embedded.KafkaAccess;
import io.spanmill.topology.logging.Logs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** A campaign from the first process to the judgement. */
final class Campaign implements AutoCloseable {
  static final int FIRST_INPUT_PARTITIONS = 4;

  /** One more than asked for may be running for a while. */
  private static final int MOST_INSTANCES = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final long LOOK_EVERY_MILLIS = 1_000;

  /** By then a trace is decided, whatever is missing of it: well above {@code max_age}. */
  private static final Duration OLD = Duration.ofSeconds(30);

  /** Half a minute after the end, silence of all sources would let time go on anyway. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final CampaignPlan plan;
  private final Path folder;
  private final PrintWriter out;
  private final long startNanos = System.nanoTime();
  private final Map<FaultKind, Integer> struck = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, List<Double>> recoveries = new EnumMap<>(FaultKind.class);
  private final Processes processes = new Processes();
  private final Oracle oracle = new Oracle();
  private final Outputs outputs = new Outputs();
  private long inputNanos = startNanos;

  /**
   * @param folder for all files of all processes
   * @param out hears what happens
   */
  Campaign(CampaignPlan plan, Path folder, PrintWriter out) {
    this.plan = plan;
    this.folder = folder;
    this.out = out;
  }

  /** To be called once. All processes have ended on return, however it comes about. */
  Report run() throws Exception {
    Logs.silence("org.apache.kafka.clients"); // that brokers are away is the point
    tell("starts " + Cluster.BROKERS + " brokers, " + plan.instances() + " instances");
    Thread atExit = new Thread(this::close, "campaign-end");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      Cluster cluster = processes.own(Cluster.start(folder));
      createInput(cluster.access());
      new Permissions(cluster.access()).grantAll();
      Application application =
          new Application(cluster.guardedClient(), plan.guarantee(), plan.input());
      int most = Math.max(MOST_INSTANCES, plan.instances());
      Fleet fleet = processes.own(new Fleet(most, folder, application, shim()));
      fleet.scaleTo(plan.instances());
      awaitTopics(cluster.access());
      return play(cluster, fleet);
    } finally {
      close();
      forget(atExit);
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // It is what ends the campaign.
    }
  }

  /** Ends all processes. A second call does nothing. */
  @Override
  public void close() {
    processes.close();
  }

  private @Nullable ClockShim shim() throws IOException, InterruptedException {
    return plan.faults().contains(FaultKind.CLOCK_JUMP)
        ? ClockShim.compile(folder).orElse(null)
        : null;
  }

  private static void createInput(KafkaAccess access)
      throws InterruptedException, ExecutionException {
    // Times are nonsense now and then: they must not make a file each.
    access.createTopic(
        Application.INPUT, FIRST_INPUT_PARTITIONS, Map.of("segment.ms", "" + Long.MAX_VALUE));
  }

  private static void awaitTopics(KafkaAccess access) throws InterruptedException {
    try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
      Scene.await(
          "the making of topics",
          PATIENCE,
          () -> consumer.listTopics().containsKey(Application.NAME + "-dead-letters"));
    }
  }

  private Report play(Cluster cluster, Fleet fleet) throws Exception {
    KafkaAccess access = cluster.access();
    long baseMillis = System.currentTimeMillis();
    long lengthMillis = plan.length().toMillis();
    Traffic traffic =
        new Traffic(plan.seed(), plan.spansPerSecond(), plan.input(), baseMillis, lengthMillis);
    try (InputProducer input =
            new InputProducer(access.properties(), traffic, oracle, FIRST_INPUT_PARTITIONS);
        Admin admin = Admin.create(access.properties());
        RecoveryWatch watch = new RecoveryWatch(admin, fleet.application(), this::recovered);
        OutputWatch output = new OutputWatch(access, outputs)) {
      inputNanos = System.nanoTime();
      tell("input begins");
      input.start();
      Scene scene = new Scene(cluster, fleet, input);
      makeFaults(scene, watch);
      input.awaitEnd(plan.length().plus(PATIENCE));
      tell(String.format(Locale.ROOT, "input ends after %d requests", input.requests()));
      if (!Scene.becomes(PATIENCE, watch::isDone)) {
        scene.broken("not everything was worked off after " + PATIENCE.toSeconds() + " s");
      }
      requireDecided(scene, output);
      input.markEnd(System.currentTimeMillis());
      // Where it never is right the report says so.
      shows(output, PATIENCE, () -> Judgement.of(oracle, outputs).isRight());
      for (int code : fleet.scaleTo(0)) {
        if (code != 0) {
          scene.broken("SIGTERM: an instance ended with exit code " + code);
        }
      }
      output.catchUp();
      return report(scene);
    }
  }

  private void makeFaults(Scene scene, RecoveryWatch watch) throws Exception {
    for (Schedule next : Schedule.of(plan.seed(), plan.faults(), plan.length().toMillis())) {
      long early = next.atMillis() - elapsedMillis();
      Scene.rest(Math.max(0, early));
      StruckFault fault = new StruckFault(next.kind(), elapsedMillis());
      tell(next.kind().label() + " ...");
      try {
        String what = next.kind().fault().strike(scene, new SplittableRandom(next.seed()));
        watch.over(fault);
        struck.merge(next.kind(), 1, Integer::sum);
        tell(next.kind().label() + ": " + what);
      } catch (LeftOutException leftOut) {
        tell(next.kind().label() + " is left out: " + leftOut.getMessage());
      }
    }
  }

  /** Time has to go on by what comes, and not only because the end is marked. */
  private void requireDecided(Scene scene, OutputWatch output) throws InterruptedException {
    if (!shows(output, SOON, () -> undecided() == 0)) {
      scene.broken(
          String.format(
              Locale.ROOT,
              "%d traces that began %d s or more before the end of the input were not decided",
              undecided(),
              OLD.toSeconds()));
    }
  }

  private long undecided() {
    long young = plan.length().minus(OLD).toMillis();
    return oracle.traces().keySet().stream()
        .filter(trace -> oracle.sentMillis(trace) < young)
        .filter(trace -> !outputs.decided().containsKey(trace))
        .count();
  }

  /** Reads on until the outputs are as they should be; whether they were in time. */
  private static boolean shows(OutputWatch output, Duration patience, BooleanSupplier right)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      output.catchUp();
      if (right.getAsBoolean()) {
        return true;
      }
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Scene.rest(LOOK_EVERY_MILLIS);
    }
  }

  private Report report(Scene scene) {
    synchronized (recoveries) {
      return new Report(
          plan.seed(),
          Map.copyOf(struck),
          Map.copyOf(recoveries),
          oracle.spans(),
          oracle.traces().size(),
          Judgement.of(oracle, outputs),
          scene.fleet().unexpectedEnds(),
          scene.brokenPromises());
    }
  }

  private void recovered(StruckFault fault, double seconds) {
    synchronized (recoveries) {
      recoveries.computeIfAbsent(fault.kind(), any -> new ArrayList<>()).add(seconds);
    }
    tell(
        String.format(
            Locale.ROOT,
            "%s of %s: all done again after %.1f s",
            fault.kind().label(),
            clock(fault.atMillis()),
            seconds));
  }

  private long elapsedMillis() {
    return (System.nanoTime() - inputNanos) / 1_000_000;
  }

  private void tell(String what) {
    out.printf("%s  %s%n", clock(elapsedMillis()), what);
    out.flush();
  }

  private static String clock(long millis) {
    Duration time = Duration.ofMillis(millis);
    return String.format(Locale.ROOT, "%3d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
