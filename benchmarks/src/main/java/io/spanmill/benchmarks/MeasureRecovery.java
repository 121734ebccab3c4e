package io.spanmill.benchmarks;

import io.spanmill.embedded.GroupProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * How long an application takes after {@code kill -9}, from the start of the new process until the
 * group has committed something new in every partition of the spans topic, and until it has
 * committed all that stood in its topics by then, while requests go on coming; as a table in
 * Markdown.
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
  private static final String SPANS_TOPIC = NAME + "-spans";

  /** What is read, in the order in which one thing comes of the other. */
  private static final List<String> STAGES = List.of(Scene.INPUT, SPANS_TOPIC);

  private static final int LARGEST_RECORD = 1 << 20;
  private static final String HEAP = "2g";
  private static final long LOOK_MILLIS = 50;
  private static final int REPEATS = 3;

  /** Between two recoveries, in the time of the spans. */
  private static final long MILLIS_BETWEEN = 60_000;

  private final Scene scene;
  private final Case what;

  private MeasureRecovery(Scene scene, Case what) {
    this.scene = scene;
    this.what = what;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(
        "| case | spans written | traces held | MiB held | records read again"
            + " | restored in (s, slowest partition) | processing after (s, three times)"
            + " | recovered after (s, three times) |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    List<String> asked = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    if (asked.isEmpty()) {
      Arrays.stream(Case.values()).forEach(one -> asked.add(one.name()));
    }
    for (String one : asked) {
      Case what = Case.valueOf(one.toUpperCase(Locale.ROOT));
      Path folder = Path.of(arguments[0]).resolve(one);
      Scene.printRow(folder, NAME, LARGEST_RECORD, scene -> new MeasureRecovery(scene, what).row());
    }
  }

  private String row() throws Exception {
    GroupProgress group = scene.progress();
    long traces;
    long bytes;
    try (ApplicationProcess first = scene.start(HEAP, what.assembly)) {
      scene.awaitTopics(first);
      writeLoad();
      awaitWorkedOff(group, first);
      traces = first.metric("spanmill_open_traces", "");
      bytes = first.metric("spanmill_held_bytes", "");
      first.kill();
    }
    double[] processing = new double[REPEATS];
    double[] recovered = new double[REPEATS];
    long read = 0;
    double restored = 0;
    for (int i = 0; i < REPEATS; i++) {
      Map<TopicPartition, Long> known = group.ends(Set.of(SPANS_TOPIC));
      Trickle trickle = new Trickle(laterMillis() + i * MILLIS_BETWEEN);
      long began = System.nanoTime();
      try (ApplicationProcess next = scene.start(HEAP, what.assemblyAfter)) {
        awaitBeyond(known, group, next);
        processing[i] = (System.nanoTime() - began) / 1e9;
        awaitWorkedOff(group, next);
        recovered[i] = (System.nanoTime() - began) / 1e9;
        read = next.metric("spanmill_restore_wanted_offsets", "");
        restored = Math.max(restored, next.most("spanmill_restore_duration_seconds"));
        next.kill();
      } finally {
        trickle.end();
      }
    }
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %.1f | %s | %s |",
        what.name().toLowerCase(Locale.ROOT),
        what.spans,
        traces,
        bytes >> 20,
        read,
        restored,
        inOrder(processing),
        inOrder(recovered));
  }

  private static String inOrder(double[] seconds) {
    return Arrays.stream(seconds)
        .sorted()
        .mapToObj(one -> String.format(Locale.ROOT, "%.1f", one))
        .collect(Collectors.joining(", "));
  }

  /** The load, and then what says in every partition what time it is. */
  private void writeLoad() throws IOException {
    try (LoadWriter writer = scene.writer()) {
      write(writer, 1, Scene.START_MILLIS, what.spans, what.longLived);
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
    return Scene.START_MILLIS + what.spans * 1_000 / what.spansPerSecond + what.pauseMillis;
  }

  /** All that stands in the input now has been assembled and committed. */
  private static void awaitWorkedOff(GroupProgress group, ApplicationProcess application)
      throws Exception {
    for (String topic : STAGES) {
      application.awaitCommitted(group, group.ends(Set.of(topic)), LOOK_MILLIS);
    }
  }

  /** In every partition, something that was not there before has been assembled and committed. */
  private static void awaitBeyond(
      Map<TopicPartition, Long> known, GroupProgress group, ApplicationProcess application)
      throws Exception {
    Map<TopicPartition, Long> beyond = new HashMap<>();
    known.forEach((partition, end) -> beyond.put(partition, end + 1));
    application.awaitCommitted(group, beyond, LOOK_MILLIS);
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
      try (LoadWriter first = scene.writer()) {
        next(first);
      }
      thread.start();
    }

    private void run() {
      try (LoadWriter writer = scene.writer()) {
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
