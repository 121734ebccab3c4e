package io.spanmill.topology;

import io.spanmill.assembly.LowWaterMarks;
import io.spanmill.assembly.SpanLog;
import io.spanmill.sinks.AvroCodec;
import io.spanmill.sinks.JsonCodec;
import io.spanmill.sinks.OutputCodec;
import io.spanmill.sinks.Registry;
import io.spanmill.sinks.RegistryFailure;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.OutputFormat;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What has been made ready for a pipeline before it starts: a Kafka that answers, rights, topics,
 * schemas, and who looks at it.
 *
 * @param input watches the input topics; null where nobody does
 */
record Preparation(
    PipelineConfig config,
    KafkaAdmin admin,
    OutputCodec codec,
    Surroundings outside,
    @Nullable InputWatch input,
    Backlog backlog,
    Assemblies assemblies)
    implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /**
   * For a pipeline that goes on until it is closed; topics of ours that are missing are made.
   *
   * @throws KafkaFailure if Kafka cannot be reached or its topics cannot be used
   * @throws RegistryFailure if there is to be a schema registry, and it cannot be used
   */
  static Preparation toGoOn(PipelineConfig config) {
    KafkaAdmin admin = KafkaAdmin.reach(config);
    OutputCodec codec = new JsonCodec();
    try {
      LeastRights rights = LeastRights.inForce(config, admin.admin());
      RightsCheck.require(admin.admin(), rights, KafkaCommand.RUN);
      codec = codec(config);
      SpansGeneration generation = new PreparedTopics(config, admin.admin()).generation();
      // Of what was only made now Kafka can tell only now.
      RightsCheck.require(admin.admin(), rights, KafkaCommand.RUN);
      return watched(config, generation, admin, codec);
    } catch (RuntimeException failure) {
      codec.close();
      admin.close();
      throw failure;
    }
  }

  private static Preparation watched(
      PipelineConfig config, SpansGeneration generation, KafkaAdmin admin, OutputCodec codec) {
    Names names = new Names(config.name(), generation.number());
    Assemblies assemblies = new Assemblies(System::nanoTime);
    Backlog backlog = new Backlog(System::currentTimeMillis);
    InputWatch watch = new InputWatch(admin.admin(), config, names, backlog).start();
    Surroundings outside =
        new Surroundings(
            generation,
            watch,
            HEARTBEAT,
            spanLog(config, generation, admin, assemblies),
            config.input().isByTrace() ? LowWaterMarks.UNHEARD : watch,
            assemblies,
            new ServiceTotals(),
            System::currentTimeMillis);
    return new Preparation(config, admin, codec, outside, watch, backlog, assemblies);
  }

  /**
   * For a pipeline that reads one partition to the end that its writer marks, without anything that
   * depends on the speed of a clock.
   */
  static Preparation toReadOnce(PipelineConfig config) {
    KafkaAdmin admin = KafkaAdmin.reach(config);
    SpansGeneration generation = new PreparedTopics(config, admin.admin()).generation();
    Assemblies assemblies = new Assemblies(System::nanoTime);
    Surroundings outside =
        new Surroundings(
            generation,
            new SingleSource(config.input().topics().get(0)),
            Duration.ZERO,
            spanLog(config, generation, admin, assemblies),
            LowWaterMarks.UNHEARD,
            assemblies,
            new ServiceTotals(),
            System::currentTimeMillis);
    Backlog backlog = new Backlog(System::currentTimeMillis);
    return new Preparation(config, admin, codec(config), outside, null, backlog, assemblies);
  }

  /** Asks for, or tells, every schema before anything is written. */
  private static OutputCodec codec(PipelineConfig config) {
    Registry registry = config.output().registry();
    if (config.output().format() == OutputFormat.JSON || registry == null) {
      return new JsonCodec();
    }
    return new AvroCodec(registry).tryOut(TracePipeline.outputs(config));
  }

  private static SpanLog spanLog(
      PipelineConfig config, SpansGeneration generation, KafkaAdmin admin, Assemblies assemblies) {
    LogReplay again =
        new LogReplay(new CommittedRecords(new StreamsSettings(config).replay()), assemblies);
    if (!config.input().isByTrace()) {
      Names names = new Names(config.name(), generation.number());
      return new KafkaSpanLog(names.spansTopic(), again);
    }
    return new KafkaInputLog(
        config.input().topics().get(0),
        partition -> TracePipeline.intake(config, generation, partition),
        again,
        new GroupOffsets(admin.admin(), config.name()),
        new ArrivalTimestamps(System::currentTimeMillis));
  }

  @Override
  public void close() {
    if (input != null) {
      input.close();
    }
    admin.close();
    codec.close();
  }
}
