package io.spanmill.benchmarks;

import io.spanmill.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;

/**
 * How long an application takes after {@code kill -9}, from the start of the new process until the
 * group has committed all that stood in its topics at that moment, while requests go on coming; as
 * a table in Markdown. The broker is in this process, the application in one of its own.
 *
 * <pre>MeasureRecovery FOLDER [CASE…]</pre>
 */
public final class MeasureRecovery {
  /** What there is to be restored. */
  private enum Case {
    /** All traces are decided, and nobody waits for late spans any more. */
    NOTHING(1_000_000, 50_000, 0, "{}", "", 3_600_000),
    /** A hundred thousand spans that are not decided. */
    TENTH(
        100_000,
        50_000,
        0,
        "{settle: 30m, idle: 30m, linger: 30m, remember: 2h, max_age: 2h}",
        "",
        0),
    /** A million spans that are not decided. */
    MILLION(
        1_000_000,
        50_000,
        0,
        "{settle: 30m, idle: 30m, linger: 30m, remember: 2h, max_age: 2h}",
        "",
        0),
    /** The same, for a process that may hold a tenth of them. */
    BEYOND(
        1_000_000,
        50_000,
        0,
        "{settle: 30m, idle: 30m, linger: 30m, remember: 2h, max_age: 2h}",
        "{memory: 32MiB}",
        0),
    /** Traffic of 400 seconds, and a hundred traces that go on from its begin to its end. */
    PINNED(1_000_000, 2_500, 100, "{max_age: 2h}", "", 0);

    private final long spans;
    private final int spansPerSecond;
    private final int longLived;
    private final String assembly;
    private final String assemblyAfter;
    private final long pauseMillis;

    Case(
        long spans,
        int spansPerSecond,
        int longLived,
        String assembly,
        String assemblyAfter,
        long pauseMillis) {
      this.spans = spans;
      this.spansPerSecond = spansPerSecond;
      this.longLived = longLived;
      this.assembly = assembly;
      this.pauseMillis = pauseMillis;
      this.assemblyAfter = assemblyAfter.isEmpty() ? assembly : merged(assembly, assemblyAfter);
    }

    private static String merged(String some, String more) {
      return some.replace("}", ", ") + more.substring(1);
    }
  }

  private static final String NAME = "recovery";
  private static final String INPUT = "otlp_spans";

  /** What is read, in the order in which one thing comes of the other. */
  private static final List<String> STAGES = List.of(INPUT, NAME + "-spans");

  private static final int INPUT_PARTITIONS = 4;
  private static final int PARTITIONS = 8;
  private static final int LARGEST_RECORD = 1 << 20;
  private static final String HEAP = "2g";
  private static final String HTTP = "127.0.0.1:18089";
  private static final long START_MILLIS = 1_767_225_600_000L;
  private static final long LOOK_MILLIS = 50;
  private static final int REPEATS = 3;

  /** Between two recoveries, in the time of the spans. */
  private static final long MILLIS_BETWEEN = 60_000;

  private final Path folder;
  private final EmbeddedKafka kafka;
  private final Case what;

  private MeasureRecovery(Path folder, EmbeddedKafka kafka, Case what) {
    this.folder = folder;
    this.kafka = kafka;
    this.what = what;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    System.out.println(
        "| case | spans written | traces held | MiB held | records read again | restored in (s, slowest partition)"
            + " | recovered in (s, three times) |");
    System.out.println("|---|---|---|---|---|---|---|");
    List<String> asked = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    if (asked.isEmpty()) {
      Arrays.stream(Case.values()).forEach(one -> asked.add(one.name()));
    }
    for (String one : asked) {
      Case what = Case.valueOf(one.toUpperCase(Locale.ROOT));
      Path folder = Files.createDirectories(Path.of(arguments[0]).resolve(one));
      try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
        System.out.println(new MeasureRecovery(folder, kafka, what).row());
      }
    }
  }

  private String row() throws IOException, InterruptedException, ExecutionException {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
      NewTopic input = new NewTopic(INPUT, INPUT_PARTITIONS, (short) 1);
      admin.createTopics(List.of(input)).all().get();
      return row(new GroupLag(admin, NAME));
    }
  }

  private String row(GroupLag group) throws IOException, InterruptedException, ExecutionException {
    long traces;
    long bytes;
    try (ApplicationProcess first = start(what.assembly)) {
      awaitTopics(group, first);
      writeLoad();
      awaitWorkedOff(group, first);
      traces = first.metric("spanmill_open_traces", "");
      bytes = first.metric("spanmill_held_bytes", "");
      first.kill();
    }
    double[] seconds = new double[REPEATS];
    long read = 0;
    double restored = 0;
    for (int i = 0; i < REPEATS; i++) {
      Trickle trickle = new Trickle(laterMillis() + i * MILLIS_BETWEEN);
      try (ApplicationProcess next = start(what.assemblyAfter)) {
        long began = System.nanoTime();
        awaitWorkedOff(group, next);
        seconds[i] = (System.nanoTime() - began) / 1e9;
        read = next.metric("spanmill_restore_wanted_offsets", "");
        restored = Math.max(restored, next.most("spanmill_restore_duration_seconds"));
        next.kill();
      } finally {
        trickle.end();
      }
    }
    Arrays.sort(seconds);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %.1f | %.1f, %.1f, %.1f |",
        what.name().toLowerCase(Locale.ROOT),
        what.spans,
        traces,
        bytes >> 20,
        read,
        restored,
        seconds[0],
        seconds[1],
        seconds[2]);
  }

  private ApplicationProcess start(String assembly) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("spanmill.yaml"),
            String.join(
                "\n",
                "name: " + NAME,
                "state_dir: " + folder.resolve("state"),
                "threads: 2",
                "partitions: " + PARTITIONS,
                "http: {listen: '" + HTTP + "'}",
                "assembly: " + assembly,
                "kafka: {bootstrap.servers: '" + kafka.bootstrapServers() + "'}",
                ""));
    return ApplicationProcess.start(folder, HEAP, config, HTTP);
  }

  private static void awaitTopics(GroupLag group, ApplicationProcess application)
      throws IOException, InterruptedException, ExecutionException {
    while (!group.admin().listTopics().names().get().contains(NAME + "-red")) {
      rest(application);
    }
  }

  private LoadWriter writer() {
    return new LoadWriter(kafka.bootstrapServers(), INPUT, INPUT_PARTITIONS, LARGEST_RECORD);
  }

  /** The load, and then what says in every partition what time it is. */
  private void writeLoad() throws IOException {
    try (LoadWriter writer = writer()) {
      write(writer, 1, START_MILLIS, what.spans, what.longLived);
      write(writer, 2, laterMillis(), Trickle.SPANS, 0);
    }
  }

  private void write(LoadWriter writer, long seed, long startMillis, long spans, int longLived)
      throws IOException {
    OrdinaryLoad.Kind kind =
        new OrdinaryLoad.Kind(false, startMillis, what.spansPerSecond, longLived);
    new OrdinaryLoad(seed, kind, (request, millis) -> writer.write(request, startMillis + millis))
        .write(spans);
  }

  private long laterMillis() {
    return START_MILLIS + what.spans * 1_000 / what.spansPerSecond + what.pauseMillis;
  }

  /** All that stands in the input now has been assembled and committed. */
  private static void awaitWorkedOff(GroupLag group, ApplicationProcess application)
      throws IOException, InterruptedException, ExecutionException {
    for (String topic : STAGES) {
      Map<TopicPartition, Long> ends = group.ends(Set.of(topic));
      while (group.lag(ends) > 0) {
        rest(application);
      }
    }
  }

  private static void rest(ApplicationProcess application)
      throws IOException, InterruptedException {
    if (!application.isAlive()) {
      throw new IOException("the application has ended: " + application.lastWords());
    }
    Thread.sleep(LOOK_MILLIS);
  }

  /** Requests go on coming, whatever becomes of those who read them. */
  private final class Trickle {
    private static final int SPANS = 200;
    private static final long EVERY_MILLIS = 100;

    private final Thread thread = new Thread(this::run, "trickle");
    private long millis;

    /**
     * Returns when the first requests are there.
     *
     * @param startMillis what time it is for the spans
     */
    Trickle(long startMillis) throws IOException {
      millis = startMillis;
      try (LoadWriter first = writer()) {
        next(first);
      }
      thread.start();
    }

    private void run() {
      try (LoadWriter writer = writer()) {
        while (!Thread.currentThread().isInterrupted()) {
          next(writer);
          Thread.sleep(EVERY_MILLIS);
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void next(LoadWriter writer) throws IOException {
      write(writer, millis, millis, SPANS, 0);
      millis += EVERY_MILLIS;
    }

    void end() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }
  }
}
