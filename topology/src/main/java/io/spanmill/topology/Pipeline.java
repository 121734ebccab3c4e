package io.spanmill.topology;

import io.spanmill.node.Counters;
import io.spanmill.sinks.RegistryFailure;
import io.spanmill.sinks.metrics.MetricNames;
import io.spanmill.sinks.metrics.PrometheusFamilies;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.Guarantee;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.topology.metrics.Exposition;
import io.spanmill.topology.metrics.JavaMetrics;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/** A pipeline that runs against a Kafka, from start to close. Thread-safe. */
public final class Pipeline implements AutoCloseable {
  private final Preparation ready;
  private final boolean leaveGroup;
  private final PipelineConfig config;
  private final SpansGeneration generation;
  private final Drain drain;
  private final Admin admin;
  private final KafkaStreams streams;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Monitor monitor;
  private final LocalState state;
  private volatile @Nullable Push push;
  private volatile @Nullable Webhook webhook;
  private volatile @Nullable Throwable failure;
  private volatile boolean hasRun;
  private volatile boolean closing;

  /**
   * @param leaveGroup whether it leaves its group when it is closed
   */
  private Pipeline(Preparation ready, boolean leaveGroup) {
    this.ready = ready;
    this.leaveGroup = leaveGroup;
    config = ready.config();
    generation = ready.outside().generation();
    admin = ready.admin().admin();
    Names names = new Names(config.name(), generation.number());
    drain = new Drain(admin, config, names);
    state = new LocalState(config.stateDir().resolve(config.name()));
    TracePipeline topology = new TracePipeline(config, ready.outside(), ready.codec());
    streams = new KafkaStreams(topology.build(), new StreamsSettings(config).streams());
    monitor = new Monitor(streams, names, ready.assemblies(), ready.backlog(), ready.input());
    streams.setUncaughtExceptionHandler(
        thrown -> {
          failure = thrown;
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          hasRun |= now == KafkaStreams.State.RUNNING;
          if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
          }
        });
  }

  /**
   * Starts a pipeline that goes on until it is closed; topics of ours that are missing are made.
   *
   * @throws KafkaFailure if Kafka cannot be reached or its topics cannot be used
   * @throws RegistryFailure if there is to be a schema registry, and it cannot be used
   */
  public static Pipeline start(PipelineConfig config) {
    Preparation ready = Preparation.toGoOn(config);
    try {
      Pipeline pipeline = new Pipeline(ready, false).begun();
      pipeline.push();
      return pipeline;
    } catch (RuntimeException failure) {
      ready.close();
      throw failure;
    }
  }

  /**
   * Starts a pipeline that reads one partition to the end that its writer marks, without anything
   * that depends on the speed of a clock.
   */
  public static Pipeline startOnce(PipelineConfig config) {
    return new Pipeline(Preparation.toReadOnce(config), true).begun();
  }

  private Pipeline begun() {
    InputWatch watch = ready.input();
    if (watch != null) {
      watch.alsoLook(this::requireGeneration);
    }
    try {
      state.begin(config.guarantee() == Guarantee.EXACTLY_ONCE_V2);
      streams.start();
      return this;
    } catch (ProcessorStateException damaged) {
      failure = damaged;
      try (this) {
        requireNoFailure();
      }
      throw damaged;
    }
  }

  private void push() {
    try {
      push = Push.start(config, this::failBeside);
      webhook = Webhook.start(config, this::failBeside);
    } catch (RuntimeException refused) {
      close(Duration.ZERO);
      throw refused;
    }
  }

  /** Something beside Kafka Streams cannot go on. */
  private void failBeside(Throwable thrown) {
    if (failure == null && !closing) {
      failure = thrown;
      ended.countDown();
    }
  }

  /** Whether the process does its work. */
  Health live() {
    return Health.live(vitals());
  }

  /** Whether it knows what it knew before a restart, and is not far behind. */
  Health ready() {
    return Health.ready(vitals(), config.operations().readyLag());
  }

  private Vitals vitals() {
    Throwable thrown = failure;
    return monitor.vitals(hasRun, closing, thrown == null ? null : KnownFailures.said(thrown));
  }

  /** All that there is to tell, in Prometheus' text format. */
  String metrics() {
    Exposition out = new Exposition();
    Vitals vitals = vitals();
    Health ready = Health.ready(vitals, config.operations().readyLag());
    PipelineMetrics.addHealth(Health.live(vitals), ready, out);
    PipelineMetrics.addVitals(vitals, out);
    PipelineMetrics.addLag(monitor.lagRecords(), out);
    PipelineMetrics.addCounters(streams.metrics().values(), out);
    PipelineMetrics.addRebalances(streams.metrics().values(), out);
    long limit = config.assembly().memoryBytes();
    AssemblyMetrics.add(vitals.assemblies(), System.currentTimeMillis(), limit, out);
    Push pushing = push;
    if (pushing != null) {
      pushing.addTo(out);
    }
    Webhook telling = webhook;
    if (telling != null) {
      WebhookMetrics.add(telling.poster()::answers, telling.standstill(), telling.firing(), out);
    }
    PipelineMetrics.addBuild(out);
    JavaMetrics.addTo(out);
    return out.text();
  }

  /** RED and edges that meet here, as far as they are committed; empty if they are not wanted. */
  PrometheusFamilies serviceMetrics() {
    return ready
        .outside()
        .totals()
        .families(new MetricNames(config.metrics().names(), config.metrics().unit()));
  }

  /** Sum of one of our counters over all tasks, by its name without {@code -total}. */
  public long counted(String counter) {
    double sum = 0;
    for (Metric metric : streams.metrics().values()) {
      MetricName name = metric.metricName();
      if (name.group().equals(Counters.GROUP)
          && name.name().equals(counter + "-total")
          && metric.metricValue() instanceof Double value) {
        sum += value;
      }
    }
    return (long) sum;
  }

  /** Whether all that stands in the input, and all that came of it, has been dealt with. */
  public boolean isDrained() {
    return drain.isDone();
  }

  /** Records of the listed input topics that have not been dealt with for certain. */
  public long inputLag() {
    return drain.inputLag();
  }

  /** Waits until the pipeline ends by itself, which only a failure makes it do. */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why it ended by itself; null if it did not. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /**
   * @throws IllegalStateException with the root of the matter, if it ended by itself with a failure
   */
  public void requireNoFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      String said = new KnownFailures(config, admin, generation).reason(thrown);
      throw new IllegalStateException("the pipeline has failed: " + said, thrown);
    }
  }

  /**
   * Ends itself if it works with other partitions than there are. Whether it has been outgrown need
   * be asked only once: by now it is in the group, and nobody can grow.
   */
  private void requireGeneration(boolean first) {
    KnownFailures known = new KnownFailures(config, admin, generation);
    String outgrown = first ? known.outgrown() : null;
    String changed = outgrown == null ? known.misfit() : outgrown;
    if (changed != null && failure == null) {
      failure = new KafkaFailure(changed);
      ended.countDown();
    }
  }

  /** The generation of the spans topic that it works with. */
  public SpansGeneration generation() {
    return generation;
  }

  public PipelineConfig config() {
    return config;
  }

  @Override
  public void close() {
    if (!closing) {
      close(config.operations().shutdownTimeout());
    }
  }

  /**
   * Stops reading, finishes and commits what was read, and ends. A member of a group that is to
   * come back soon does not leave the group, so that nobody takes its partitions over meanwhile.
   *
   * @return false if that took longer; then nothing that was committed is lost, and what was not
   *     will be done again
   */
  public boolean close(Duration patience) {
    closing = true;
    InputWatch watch = ready.input();
    if (watch != null) {
      watch.close();
    }
    GroupMembershipOperation operation =
        leaveGroup
            ? GroupMembershipOperation.LEAVE_GROUP
            : GroupMembershipOperation.REMAIN_IN_GROUP;
    Push pushing = push;
    if (pushing != null) {
      pushing.stop();
    }
    Webhook telling = webhook;
    if (telling != null) {
      telling.stop();
    }
    boolean closed =
        streams.close(CloseOptions.timeout(patience).withGroupMembershipOperation(operation));
    closed &= pushing == null || pushing.close(Duration.ZERO);
    closed &= telling == null || telling.close(Duration.ZERO);
    ready.close();
    if (closed) {
      leaveState(failure);
    }
    return closed;
  }

  private void leaveState(@Nullable Throwable thrown) {
    if (thrown == null) {
      state.end();
    } else if (LocalState.isDamaged(thrown)) {
      state.delete();
    }
  }
}
