package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.assembly.LowWaterMarks;
import io.spanmill.split.EndOfInput;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A pipeline of one partition as it runs, without a broker; its day begins at noon. */
final class DrivenPipeline implements AutoCloseable {
  static final long NOON = 1_767_268_800_000L;

  private final OneSource sources = new OneSource();
  private final Assemblies assemblies = new Assemblies(() -> 0);
  private final ServiceTotals totals = new ServiceTotals();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> input;

  /**
   * @param yaml its configuration, but for Kafka and the state
   */
  DrivenPipeline(String yaml, Path stateDir) {
    PipelineConfig config =
        new ConfigReader(Map.of(), "host", Long.MAX_VALUE)
            .readText("test", yaml)
            .config()
            .on(Map.of("bootstrap.servers", "nowhere:1"), stateDir);
    Surroundings outside =
        new Surroundings(
            SpansGeneration.first(1),
            sources,
            Duration.ofSeconds(1),
            (partition, from, to, reader) -> {},
            LowWaterMarks.UNHEARD,
            assemblies,
            totals,
            () -> NOON);
    driver =
        new TopologyTestDriver(
            new TracePipeline(config, outside).build(),
            new StreamsSettings(config).streams(),
            Instant.ofEpochMilli(NOON));
    input =
        driver.createInputTopic("otlp_spans", new ByteArraySerializer(), new ByteArraySerializer());
  }

  OneSource sources() {
    return sources;
  }

  Assemblies assemblies() {
    return assemblies;
  }

  ServiceTotals totals() {
    return totals;
  }

  TopologyTestDriver driver() {
    return driver;
  }

  TestInputTopic<byte[], byte[]> input() {
    return input;
  }

  /** A request arrives so many milliseconds after noon. */
  void pipe(long sinceNoon, @Nullable String request) {
    byte[] bytes = request == null ? null : request.getBytes(UTF_8);
    input.pipeInput(new TestRecord<>(null, bytes, Instant.ofEpochMilli(NOON + sinceNoon)));
  }

  /** Nothing more will come. */
  void end() {
    input.pipeInput(new TestRecord<>(null, null, EndOfInput.headers(), Instant.ofEpochMilli(NOON)));
  }

  @Override
  public void close() {
    driver.close();
  }
}
