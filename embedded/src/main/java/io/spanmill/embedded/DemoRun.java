package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.receiver.ListenAddress;
import io.spanmill.topology.Pipeline;
import io.spanmill.topology.TracePipeline;
import io.spanmill.topology.cli.Surroundings;
import io.spanmill.topology.config.InputConfig;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.topology.logging.Logs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run of the real pipeline, watched from its output topics. */
final class DemoRun {
  private static final String INPUT = "otlp_spans";
  private static final int INPUT_PARTITIONS = 4;

  /** A demo may run for days: what a partition holds beyond this can go. */
  private static final long PARTITION_BYTES = 64L << 20;

  private static final Duration POLL = Duration.ofMillis(100);

  private final PipelineConfig config;
  private final Surroundings surroundings;
  private final @Nullable Duration length;
  private final @Nullable ListenAddress listen;
  private final DemoTally tally = new DemoTally();
  private final Ending ending = new Ending();

  /**
   * @param length null to go on until the process is interrupted
   * @param listen where to receive OTLP; null to replay the shop
   */
  DemoRun(
      PipelineConfig config,
      Surroundings surroundings,
      @Nullable Duration length,
      @Nullable ListenAddress listen) {
    this.config = config;
    this.surroundings = surroundings;
    this.length = length;
    this.listen = listen;
  }

  /** Leaves nothing behind, however it ends. */
  void run() throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create("spanmill-demo")) {
      directory.own(ending::enforce);
      try {
        run(directory.path());
      } catch (Exception | LinkageError failure) {
        // A JVM that ends lets no class of Kafka's register for its end: that is no news.
        if (!ending.isAsked()) {
          throw failure;
        }
      } finally {
        ending.ended();
      }
    }
  }

  private void run(Path directory) throws Exception {
    // Whatever the libraries have to say would tear the table.
    try (PrintStream log = new PrintStream(directory.resolve("log").toFile(), UTF_8)) {
      Logs.writeTo(log);
      show(directory);
    } finally {
      Logs.writeTo(null);
    }
  }

  private void show(Path directory) throws Exception {
    surroundings.out().println("starting an embedded Kafka …");
    surroundings.out().flush();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      KafkaAccess access = new KafkaAccess(kafka.bootstrapServers());
      access.limitPartitions(PARTITION_BYTES);
      access.createTopic(INPUT, INPUT_PARTITIONS, Map.of());
      run(access, demoConfig(kafka, directory.resolve("state")));
    }
  }

  private PipelineConfig demoConfig(EmbeddedKafka kafka, Path stateDir) {
    return config
        .on(Map.of("bootstrap.servers", kafka.bootstrapServers()), stateDir)
        .reading(new InputConfig(List.of(INPUT), null));
  }

  private void run(KafkaAccess access, PipelineConfig demo) throws Exception {
    try (Pipeline pipeline = Pipeline.start(demo);
        OutputReader outputs = new OutputReader(access, TracePipeline.outputs(demo), tally)) {
      try (DemoTraffic traffic = traffic(access);
          DemoScreen screen = screen()) {
        new Watching(pipeline, outputs, traffic, screen).run();
      }
    }
  }

  private DemoTraffic traffic(KafkaAccess access) throws Exception {
    if (listen != null) {
      access.createTopic(ReceivedTraffic.METRICS, 1, Map.of());
      access.createTopic(ReceivedTraffic.LOGS, 1, Map.of());
      return new ReceivedTraffic(listen, access, INPUT);
    }
    ShopReplay replay = new ShopReplay(ShopCapture.load(), System.currentTimeMillis());
    return new ShopTraffic(replay, access, INPUT, INPUT_PARTITIONS);
  }

  private DemoScreen screen() {
    return new DemoScreen(surroundings.out(), surroundings.terminal(), new TerminalRows());
  }

  /** What goes on while all of it is there. */
  private final class Watching {
    private final Pipeline pipeline;
    private final OutputReader outputs;
    private final DemoTraffic traffic;
    private final DemoScreen screen;
    private final long beganNanos = System.nanoTime();

    Watching(Pipeline pipeline, OutputReader outputs, DemoTraffic traffic, DemoScreen screen) {
      this.pipeline = pipeline;
      this.outputs = outputs;
      this.traffic = traffic;
      this.screen = screen;
    }

    void run() throws Exception {
      Duration nextShow = Duration.ZERO;
      while (!isOver()) {
        traffic.send(System.currentTimeMillis());
        outputs.read(POLL);
        requireRunning();
        if (elapsed().compareTo(nextShow) >= 0) {
          screen.show(view());
          nextShow = nextShow.plus(screen.pace());
        }
      }
      screen.conclude(view());
    }

    private boolean isOver() {
      return ending.isAsked() || (length != null && elapsed().compareTo(length) >= 0);
    }

    private Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    private void requireRunning() throws InterruptedException {
      boolean ended = pipeline.awaitEnd(Duration.ZERO);
      pipeline.requireNoFailure();
      if (ended) {
        throw new IllegalStateException("the pipeline has stopped");
      }
    }

    private DemoView view() {
      long nowNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
      return new DemoView(
          elapsed(),
          traffic.source(),
          tally.services(),
          tally.calls(),
          tally.times(),
          tally.errors(),
          tally.decisions(nowNanos),
          counts(),
          config.alerts().isOn() ? tally.alerts() : null);
    }

    private DemoView.Counts counts() {
      return new DemoView.Counts(
          pipeline.counted("spans"),
          pipeline.counted("late-spans"),
          pipeline.counted("duplicate-spans"),
          pipeline.counted("dead-letters"),
          pipeline.inputLag());
    }
  }
}
