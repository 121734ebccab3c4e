package io.spanmill.benchmarks;

import io.spanmill.embedded.GroupProgress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Puts loads that are too much before an application with a small heap, in a process of its own
 * beside a broker, and says as a table in Markdown what became of it. A load is written while it is
 * read, as fast as that goes, so that Kafka's lag grows.
 *
 * <pre>MeasurePressure FOLDER [SCENARIO[=SPANS]…]</pre>
 */
public final class MeasurePressure {
  private static final String NAME = "pressure";
  private static final int LARGEST_RECORD = 15 << 20;
  private static final String HEAP = "512m";
  private static final String ASSEMBLY = "{memory: 128MiB}";
  private static final long LOOK_MILLIS = 500;
  private static final long PATIENCE_MILLIS = 20 * 60 * 1000;

  /** What is read, in the order in which one thing comes of the other. */
  private static final List<Set<String>> STAGES =
      List.of(Set.of(Scene.INPUT), Set.of(NAME + "-spans"), Set.of(NAME + "-sums"));

  private static final long MILLIS_PER_SECOND = 1000;

  private final Scene scene;
  private final PressureLoad.Scenario scenario;
  private final long spans;
  private long mostLag;

  private MeasurePressure(Scene scene, PressureLoad.Scenario scenario, long spans) {
    this.scene = scene;
    this.scenario = scenario;
    this.spans = spans;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(
        "| scenario | spans | seconds | most lag (records) | heap after full GC, limit (MiB) | RSS (MiB)"
            + " | closed by pressure | sums in overflow | dead letters | calls | spans decided"
            + " | exact | survived |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    List<String> asked = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    if (asked.isEmpty()) {
      for (PressureLoad.Scenario scenario : PressureLoad.Scenario.values()) {
        asked.add(scenario.name());
      }
    }
    for (String one : asked) {
      String[] parts = one.split("=", 2);
      PressureLoad.Scenario scenario =
          PressureLoad.Scenario.valueOf(parts[0].toUpperCase(Locale.ROOT));
      long spans = parts.length > 1 ? Long.parseLong(parts[1]) : scenario.spans();
      Path folder = Path.of(arguments[0]).resolve(parts[0]);
      Scene.printRow(
          folder, NAME, LARGEST_RECORD, scene -> new MeasurePressure(scene, scenario, spans).row());
    }
  }

  private String row() throws Exception {
    long began = System.currentTimeMillis();
    try (ApplicationProcess application = scene.start(HEAP, ASSEMBLY)) {
      scene.awaitTopics(application);
      boolean drained = putBefore(scene.progress(), application);
      long seconds = (System.currentTimeMillis() - began) / MILLIS_PER_SECOND;
      return drained ? result(application, seconds) : fallen(application);
    }
  }

  /** Writes the load beside the application; whether that has dealt with all of it in the end. */
  private boolean putBefore(GroupProgress group, ApplicationProcess application) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread writer = new Thread(this::writeLoad, "load");
    writer.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
    writer.start();
    long until = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (writer.isAlive()) {
      Thread.sleep(LOOK_MILLIS);
      mostLag = Math.max(mostLag, group.lag(group.ends(STAGES.get(0))));
    }
    if (failure.get() != null) {
      throw new InterruptedIOException("the load could not be written: " + failure.get());
    }
    for (Set<String> stage : STAGES) {
      // Watermarks are told for ever: what counts is what stands there now.
      Map<TopicPartition, Long> ends = group.ends(stage);
      for (long lag = group.lag(ends); lag > 0; lag = group.lag(ends)) {
        if (!application.isAlive() || System.currentTimeMillis() > until) {
          return false;
        }
        mostLag = Math.max(mostLag, stage.contains(Scene.INPUT) ? lag : 0);
        Thread.sleep(LOOK_MILLIS);
      }
    }
    return true;
  }

  private void writeLoad() {
    try (LoadWriter writer = scene.writer()) {
      PressureLoad load =
          new PressureLoad(
              scenario,
              Scene.START_MILLIS,
              (request, millis) -> writer.write(request, Scene.START_MILLIS + millis));
      load.write(spans);
      writer.markEnd(Scene.START_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String result(ApplicationProcess application, long seconds)
      throws IOException, InterruptedException {
    PressureTally tally = new PressureTally(consumer(), NAME);
    long calls = tally.calls();
    long unlinked = application.metric("spanmill_late_unlinked_spans_total", "");
    long decided = tally.decidedSpans() + unlinked;
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d, %s | %d | %d | %d | %d | %d | %d | %s | %s |",
        name(),
        spans,
        seconds,
        mostLag,
        application.heapAfterCollection(),
        HEAP,
        application.peakMemory(),
        application.metric("spanmill_traces_total", "\"pressure\""),
        application.metric("spanmill_overflowed_sums_total", ""),
        tally.deadLetters(),
        calls,
        decided,
        calls == spans && decided == spans ? "yes" : "NO",
        application.isAlive() ? "yes" : "NO");
  }

  private String fallen(ApplicationProcess application) throws IOException {
    System.err.println(application.lastWords());
    return String.format(
        Locale.ROOT,
        "| %s | %d | | %d | %d, %s | | | | | | | | NO: %s |",
        name(),
        spans,
        mostLag,
        application.heapAfterCollection(),
        HEAP,
        application.isAlive() ? "does not end" : "has ended");
  }

  private String name() {
    return scenario.name().toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> consumer() {
    return Map.of(
        "bootstrap.servers",
        scene.servers(),
        "isolation.level",
        "read_committed",
        "auto.offset.reset",
        "earliest",
        "enable.auto.commit",
        "false",
        "key.deserializer",
        ByteArrayDeserializer.class,
        "value.deserializer",
        ByteArrayDeserializer.class);
  }
}
